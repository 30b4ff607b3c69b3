"""The history of the answers database, for Alembic."""

from engage.platform.data.db import answers
from engage.platform.data.migrating import migrate

migrate(answers)
