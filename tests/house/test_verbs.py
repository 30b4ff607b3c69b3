"""One use case, one verb, one transaction. That some test sees each event happen: tests/harness/recorded."""

from __future__ import annotations

import ast
import re

import pytest

from engage.platform.data.transactions import VERBS
from tests.house.product import application, events, functions_of, modules
from tests.house.source import calls, nodes_of, product_modules

NOT_VERBS = {
    "engage.accounts.second_factor.service.check_code": "counts the attempt in a verb of its own before",
    "engage.accounts.service.account_in": "reads a token",
    "engage.accounts.service.ask_for_link": "counts the attempt in a verb of its own before",
    "engage.accounts.service.check_password": "counts the attempt in a verb of its own, and changes nothing",
    "engage.accounts.service.hash_of": "arithmetic",
    "engage.accounts.service.tell_the_trail": "one verb for each who came or went",
    "engage.actions.service.enter": "for use inside a verb",
    "engage.activities.service.put_in": "for use inside a verb",
    "engage.activities.service.set_bodies": "for use inside a verb",
    "engage.assurance.service.edition_of": "arithmetic",
    "engage.assurance.service.must_be_draft": "refuses, for use inside a verb",
    "engage.feedback.service.answer_implied": "arithmetic",
    "engage.feedback.service.enter_from_log": "for use inside the verbs of activities",
    "engage.feedback.service.forget_from_log": "for use inside the verbs of activities",
    "engage.feedback.service.put_in": "for use inside a verb",
    "engage.forums.service.check_days": "refuses, for use inside a verb",
    "engage.imports.service.load_again": "uploads once more, in the verb for that",
    "engage.imports.service.why_not": "a sentence",
    "engage.imports.taking.service.progress_of": "names a file of the data folder",
    "engage.platform.long_acts.service.do": "the verb it names, with a note of what came of it",
    "engage.meetings.service.must_be_held": "refuses, for use inside a verb",
    "engage.meetings.service.must_have_come": "refuses, for use inside a verb",
    "engage.meetings.service.put_in": "for use inside a verb",
    "engage.meetings.service.search_text": "arithmetic",
    "engage.stakeholders.service.add_point_to": "for use inside a verb",
    "engage.stakeholders.service.close_one": "for use inside a verb",
    "engage.stakeholders.service.new_person": "for use inside a verb",
    "engage.stakeholders.service.put_organisation": "for use inside a verb",
    "engage.stakeholders.service.put_person": "for use inside a verb",
    "engage.stakeholders.service.set_names": "for use inside a verb",
    "engage.stakeholders.service.set_words": "for use inside a verb",
}
EVENT_NAME = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")
KEEP_WHAT_IS_JSON = {
    "engage.imports.service.upload": "the outline of a file is kept as it was made, as JSON",
    "engage.platform.long_acts.service.begin": "what was typed is kept until it becomes an entry",
}
PUT_REFUSALS_ON_FORMS = {
    "engage/platform/web/forms.py": "is the one place",
    "engage/panels/members/routes.py": "adds that what a member said of themselves is not shown again",
    "engage/stakeholders/cards/routes.py": "a file that cannot be read is refused alike",
}
WRITES_UNSEEN = {"bulk_insert_mappings", "bulk_update_mappings", "bulk_save_objects"}


def test_every_public_function_of_a_service_is_a_verb_or_says_why_not() -> None:
    application()
    found = {
        f"{module.__name__}.{name}" for module in modules("service") for name in functions_of(module)
    } - VERBS
    assert found == set(NOT_VERBS), "Mark it @one_transaction, or say in NOT_VERBS why it is none."


def test_nothing_writes_past_the_audit_trail() -> None:
    # These send rows to the database without telling the session what they held.
    offenders = [
        f"{file}:{line}"
        for file, tree in product_modules()
        for name, line in calls(tree)
        if name.rsplit(".", 1)[-1] in WRITES_UNSEEN or name.endswith("engine.begin")
    ]
    assert not offenders, "Add or change rows one by one, in a verb."


@pytest.mark.parametrize("name", events())
def test_every_event_is_named_for_what_happened_to_what(name: str) -> None:
    assert EVENT_NAME.fullmatch(name)


def test_no_verb_takes_a_mapping_of_anything() -> None:
    application()
    found = {
        f"{module.__name__}.{name}"
        for module in modules("service")
        for name in functions_of(module)
        for given, hint in getattr(module, name).__annotations__.items()
        if given != "return" and re.search(r"(dict|Mapping)\[str, (Any|object)\]", str(hint))
    }
    assert found == set(KEEP_WHAT_IS_JSON), "Give the verb a frozen entry."


def test_a_refusal_is_put_on_a_form_in_one_place() -> None:
    putting = {
        file
        for file, tree in product_modules()
        for handler in nodes_of(tree)
        if isinstance(handler, ast.ExceptHandler) and handler.type and "Refused" in ast.unparse(handler.type)
        if "form_errors.append" in {name.split(".", 1)[-1] for name, _ in calls(handler)}
    }
    assert putting == set(PUT_REFUSALS_ON_FORMS), "Use form.refusals()."
