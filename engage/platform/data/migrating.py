"""How Alembic meets a database: what every history of migrations shares."""

from __future__ import annotations

from alembic import context

from engage.platform.data.database import Database
from engage.platform.data.search import is_part_of_an_index
from engage.platform.data.tables import as_plain_type


def migrate(database: Database) -> None:
    """Take a database through the steps of its history that Alembic was asked for."""
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            render_item=as_plain_type,
            compare_type=True,
            include_name=lambda name, _kind, _parents: not is_part_of_an_index(name),
        )
        with context.begin_transaction():
            context.run_migrations()
