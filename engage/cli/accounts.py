"""``engage account``: the first account, which opens the others in the browser."""

from __future__ import annotations

import click

from engage import create_app
from engage.accounts import service
from engage.cli.group import Unusable
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.rules.permissions import ROLES


@click.group()
def account() -> None:
    """Accounts of staff."""


@account.command(name="open")
@click.argument("email")
@click.option("--name", required=True, help="The name or post shown beside what they do.")
@click.option(
    "--role",
    "roles",
    type=click.Choice(list(ROLES)),
    multiple=True,
    default=["administrator"],
    show_default=True,
)
@click.password_option(help="Asked for when it is not given.")
def open_account(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Open an account, such as that of the first administrator, who opens the others."""
    with create_app().app_context():
        try:
            service.open_account(SYSTEM, email, name, roles, password=password)
        except Refused as refusal:
            raise Unusable(refusal.reason) from None
    click.echo(f"The account of {name} is open.")
