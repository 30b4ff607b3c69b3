"""days of a project that the law asks for: an urgent change, regulation 23, a call-in and a decision held"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

URGENT = "day on which a change was decided that was too urgent to consult on; empty when there was none"
REG23 = "day from which the local authority had to be consulted under regulation 23; empty when it had not"
CALL_IN = "day on which the Secretary of State directed that it is called in; empty when it was not"
HELD = "whether the decision is held while it is called in"


def upgrade() -> None:
    for column in (
        sa.Column("urgent_change_on", sa.Date(), nullable=True, comment=URGENT),
        sa.Column("reg23_on", sa.Date(), nullable=True, comment=REG23),
        sa.Column("call_in_on", sa.Date(), nullable=True, comment=CALL_IN),
        sa.Column("decision_is_held", sa.Boolean(), server_default=sa.false(), nullable=False, comment=HELD),
    ):
        op.add_column("project", column)


def downgrade() -> None:
    for name in ("decision_is_held", "call_in_on", "reg23_on", "urgent_change_on"):
        op.drop_column("project", name)
