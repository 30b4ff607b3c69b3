"""The command line, stable for scripts and tests."""

from __future__ import annotations

import click

from engage.cli.group import Commands

WHERE = {
    "account": "accounts:account",
    "audit": "audit:audit",
    "backup": "backups:backup",
    "db": "storage:db",
    "demo": "demo:demo",
    "duplicates": "duplicates:duplicates",
    "duties": "duties:duties",
    "import": "imports:import_",
    "jobs": "processes:jobs",
    "long-act": "processes:long_act",
    "report": "reports:report",
    "restore": "backups:restore",
    "serve": "processes:serve",
    "verify": "backups:verify",
    "watch": "watch:watch",
    "worker": "processes:worker",
}


@click.group(cls=Commands, where=WHERE)
def main() -> None:
    """Engage: communications and engagement for NHS commissioners."""
