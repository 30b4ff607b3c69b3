"""The history of the watch database, for Alembic."""

from engage.platform.data.db import watch
from engage.platform.data.migrating import migrate

migrate(watch)
