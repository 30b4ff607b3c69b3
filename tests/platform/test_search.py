"""Every list is searched alike on both databases: each word typed begins a word of the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from inspect import get_annotations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text, update

from engage.actions.models import Action
from engage.organisation import service as organisation
from engage.organisation.models import Body
from engage.platform.data import audit, search
from engage.platform.data.db import db, session
from engage.platform.data.tables import Base
from engage.platform.data.transactions import one_transaction
from engage.platform.web.lists import ListSpec, View, numbers_of
from engage.rules.actors import SYSTEM
from engage.rules.words import plain_words
from engage.stakeholders import service as stakeholders
from engage.stakeholders.models import Organisation, Person
from tests.builders import (
    make_action,
    make_activity,
    make_body,
    make_feedback,
    make_forum,
    make_meeting,
    make_organisation,
    make_person,
    make_project,
    make_story,
)
from tests.house.product import application, modules_below
from tests.organisation.population_figures import bring_in
from tests.panels.made import make_panel

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]

CALLED = "O’Neill’s Café, for Carers (ENG-012)"
FOUND_BY = ("café", "CAFE", "Carers o'neills", "care", "eng-012", "O’NEILL", "012 eng caf", "…")
NOT_FOUND_BY = ("afé", "arers", "carers of children", "eng-013", "100%")
written = audit.Event("test.words-written")

MADE: dict[str, Callable[[Body, str], object]] = {
    "actions": lambda _body, words: make_action(words),
    "bodies": lambda _body, words: make_body(words, code=f"code-{len(words)}"),
    "engagement-log": make_activity,
    "forums": lambda body, words: make_forum(body, words, code=f"forum-{len(words)}"),
    "meetings": lambda body, words: make_meeting(make_forum(body, words, code=f"forum-{len(words)}")),
    "organisations": lambda _body, words: make_organisation(words),
    "panels": lambda body, words: make_panel(body, name=words, code=f"panel-{len(words)}"),
    "patient-stories": lambda body, words: make_story(words, body_id=body.id),
    "people": lambda _body, words: make_person(words),
    "population": lambda body, words: bring_in(
        body, [{"characteristic": "Age", "category": words, "count": "10", "source": "Census 2021"}]
    ),
    "projects": lambda body, words: make_project(body, f"WIC-{len(words)}", words),
    "what-people-said": lambda _body, words: make_feedback(words),
}
"""Makes one record that a list shows, called by these words."""


def searched_lists() -> Iterator[ListSpec]:
    """Every list of the product that can be searched."""
    with application().app_context():
        for module in modules_below("engage"):
            for name in vars(module):
                made = getattr(module, name)
                if getattr(made, "__module__", "") != module.__name__ or not callable(made):
                    continue
                if get_annotations(made).get("return") == "ListSpec":
                    spec = made()
                    if spec.search is not None:
                        yield spec
