"""The history of the record database, for Alembic."""

from alembic import context
from flask import current_app

from engage.platform.data.search import is_part_of_an_index
from engage.platform.data.tables import as_plain_type

database = current_app.extensions["migrate"].db

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
