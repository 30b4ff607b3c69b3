"""``engage account``: the first account, which opens the others, and the way back in when nobody has one."""

from __future__ import annotations

import click

from engage import create_app
from engage.accounts import queries, service
from engage.accounts.models import Account
from engage.accounts.second_factor import service as factors
from engage.accounts.second_factor.words import WHY_OFF
from engage.cli.group import Unusable
from engage.rules.actors import SYSTEM
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
        service.open_account(SYSTEM, email, name, roles, password=password)
    click.echo(f"The account of {name} is open.")


@account.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a link, good once within 3 days, by which somebody chooses a new password."""
    with create_app().app_context():
        address = service.send_link(SYSTEM, _account_of(email))
    click.echo(address)


@account.command(name="second-step-off")
@click.argument("email")
@click.option("--why", type=click.Choice([code for code, _ in WHY_OFF]), required=True)
def second_step_off(email: str, why: str) -> None:
    """Take the second step off an account whose holder can no longer use it."""
    with create_app().app_context():
        factors.take_off(SYSTEM, _account_of(email), why)
    click.echo("The second step is off, and they are signed out everywhere.")


def _account_of(email: str) -> Account:
    found = queries.account_by_email(email)
    if found is None:
        raise Unusable(f"There is no account with the address {email}.")
    return found
