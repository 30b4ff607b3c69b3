"""The ways in which people write a topic."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from engage.platform.data.fields import Field, Wording
from engage.platform.data.tables import Base, Privacy, key, noted


class TopicSpelling(Base):
    """Another way in which people write a topic, as a person confirmed it. Nothing is merged without one."""

    __tablename__ = "topic_spelling"

    id: Mapped[int] = key()
    spelling: Mapped[str] = noted(
        "the other way it is written", unique=True, field=Wording("Other spelling"), privacy=Privacy.NONE
    )
    topic: Mapped[str] = noted(
        "the topic that is meant", index=True, field=Wording("Topic that is meant"), privacy=Privacy.NONE
    )
    confirmed_on: Mapped[date] = noted(
        "when somebody confirmed it", field=Field("Confirmed on"), privacy=Privacy.NONE
    )
