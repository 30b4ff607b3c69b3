"""Records for tests: plain functions with sensible defaults, each using the verb that the product uses."""

from __future__ import annotations

from itertools import count

from engage.accounts import queries, service
from engage.accounts.models import Account
from engage.rules.actors import SYSTEM, Actor
from engage.rules.permissions import ROLES

_numbers = count(1)


def make_account(*roles: str, password: str | None = None) -> Account:
    """An open account that holds these roles, named after the first of them."""
    name = ROLES[roles[0]].title if roles else "Without a role"
    email = f"person{next(_numbers)}@wolverhampton.example"
    return service.open_account(SYSTEM, email, name, roles, password=password)


def make_actor(*roles: str) -> Actor:
    """Somebody with an account and these roles, as verbs and queries know them."""
    return queries.actor_for(make_account(*roles))
