"""The command line, stable for scripts and tests."""

from __future__ import annotations

import click

from engage.cli import (
    accounts,
    audit,
    backups,
    demo,
    duplicates,
    duties,
    imports,
    processes,
    reports,
    storage,
    watch,
)
from engage.cli.group import Commands


@click.group(cls=Commands)
def main() -> None:
    """Engage: communications and engagement for NHS commissioners."""


for group in (accounts.account, storage.db, audit.audit, demo.demo, imports.import_, reports.report):
    main.add_command(group)
running = (processes.serve, processes.worker, processes.long_act)
kept = (backups.backup, backups.restore, backups.verify)
for command in (duplicates.duplicates, duties.duties, watch.watch, *kept, *running):
    main.add_command(command)
