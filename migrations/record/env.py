"""The history of the record database, for Alembic."""

from engage.platform.data.db import record
from engage.platform.data.migrating import migrate

migrate(record)
