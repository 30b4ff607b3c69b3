"""What a person says about a spreadsheet: the file, what each column is, and what to do with known rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from engage.forums.entries import ForumEntry
from engage.platform.imports.date_columns import AskedOrder
from engage.platform.imports.file_words import AskedWord, FoundWords
from engage.platform.imports.mapping import ORDER, Fields, heading_key
from engage.platform.web.forms import (
    AtMost,
    Choice,
    ChoiceField,
    FileField,
    Form,
    HiddenField,
    RadioField,
    TextField,
    TickField,
    choices,
)
from engage.platform.web.pages import counted
from engage.rules.date_order import Order
from engage.rules.words import plain_words, spelling_key

LEAVE_OUT = ("", "Leave this column out")
NOT_KNOWN = ("", "Not known, or none")
NO_BODY = ("", "Leave them without a body")
ORDERS = [
    (Order.DAY_FIRST.value, "The day"),
    (Order.MONTH_FIRST.value, "The month"),
    ("", "Leave out the dates that may have either first"),
]
EVERY_SHEET = ("", "Every sheet with records")

KEEP_AS = "Keep these choices for the next file as"
KEEP_AS_HINT = "A name such as “Our log”. Leave blank not to keep them."
MOST_WORDS = 50  # of one field, at once

OFFERED = ("add", "kind", "body")

Outline = Sequence[Mapping[str, Any]]


class UploadForm(Form):
    """The file to bring in."""

    file = FileField("Spreadsheet", hint="CSV or Excel (.xlsx), of up to 100,000 rows.")


class TakeForm(Form):
    """That the plan a person has seen is to be carried out."""

    choice = HiddenField()
    seen = HiddenField()


class UndoForm(Form):
    """That an import is to be undone; ``rest`` says what a person saw would stay."""

    rest = HiddenField()


class ColumnsForm(Form):
    """What each column is. ``column_0`` and so on are added by ``columns_form``, one a heading."""

    headings: tuple[str, ...] = ()
    sheets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    single: Mapping[str, str] = MappingProxyType({})

    def question(self, heading: str) -> Any:
        return self[f"column_{self.headings.index(heading)}"]

    def given_twice(self) -> dict[str, str]:
        """For each heading whose field of a single value another column of its sheet has too, a sentence."""
        columns, found = self.columns(), {}
        for name, header in self.sheets:
            taken = [columns[heading] for heading in header]
            for heading in header if self.chosen_sheet in {"", name} else ():
                field = columns[heading]
                if field is not None and field in self.single and taken.count(field) > 1:
                    others = [other for other in header if columns[other] == field and other != heading]
                    found[heading] = (
                        f"{self.single[field]} is given to “{others[0]}” too. Leave one of them out."
                    )
        return found

    def validate(self, *given: Any, **further: Any) -> bool:
        """As any form; two columns for one field are pointed out at both of them."""
        valid = super().validate(*given, **further)
        twice = self.given_twice()
        for heading, sentence in twice.items():
            self.question(heading).errors = [sentence]
        return valid and not twice

    def columns(self) -> dict[str, str | None]:
        """Heading to field."""
        return {heading: self[f"column_{place}"].data or None for place, heading in enumerate(self.headings)}

    @property
    def chosen_sheet(self) -> str:
        """The sheet to take; empty for every one with records, and where there is only one."""
        return self["sheet"].data or "" if "sheet" in self else ""


def columns_form(
    outline: Outline,
    fields: Fields,
    chosen: Mapping[str, str | None],
    bodies: Sequence[Choice],
    filled: str,
    sheet: str,
) -> ColumnsForm:
    """The form for the headings of this file, with what is chosen so far."""
    headings = tuple(dict.fromkeys(heading for sheet in outline for heading in sheet["header"]))
    options = choices([LEAVE_OUT, *((field.name, field.label) for field in fields.by_name.values())])
    by_key = {heading_key(heading): name for heading, name in chosen.items()}
    parts: dict[str, Any] = {
        "headings": headings,
        "sheets": tuple((sheet["name"], tuple(sheet["header"])) for sheet in outline),
        "single": {field.name: field.label for field in fields.by_name.values() if not field.multiple},
    }
    starting: dict[str, Any] = {"body": filled, "sheet": sheet}
    for place, heading in enumerate(headings):
        parts[f"column_{place}"] = ChoiceField(heading, choices=options)
        starting[f"column_{place}"] = by_key.get(heading_key(heading)) or ""
    if len(outline) > 1:
        sheets = [EVERY_SHEET, *((sheet["name"], sheet["name"]) for sheet in outline)]
        parts["sheet"] = ChoiceField("Which sheet?", choices=choices(sheets))
    parts["body"] = ChoiceField("Rows that name no body are given", choices=choices([NO_BODY, *bodies]))
    parts["keep_as"] = TextField(KEEP_AS, AtMost(80, "The name"), hint=KEEP_AS_HINT)
    made: type[ColumnsForm] = type("ColumnsOfThisFile", (ColumnsForm,), parts)
    return made.from_request(**starting)


class OfferedForm(Form):
    """The forums to add. A tick, a kind and a body for each are added by ``offered_form``."""

    names: tuple[str, ...] = ()

    @property
    def asked(self) -> list[tuple[Any, ...]]:
        """The questions about each forum: whether to add it, its kind and its body."""
        return [tuple(self[f"{part}_{_slug(name)}"] for part in OFFERED) for name in self.names]

    def entries(self) -> list[ForumEntry]:
        """The forums that were ticked, as adding a forum takes them."""
        return [
            ForumEntry(name=name, kind=kind.data, body_id=int(body.data) if body.data else None)
            for name, (add, kind, body) in zip(self.names, self.asked, strict=True)
            if add.data
        ]


def offered_form(
    offered: Sequence[tuple[str, str, str]], kinds: Sequence[Choice], bodies: Sequence[Choice]
) -> OfferedForm:
    """The form for these forums: the name of each, with the kind and body that its name suggests."""
    parts: dict[str, Any] = {"names": tuple(name for name, _kind, _body in offered)}
    starting: dict[str, Any] = {}
    for name, kind, body in offered:
        add, of_kind, of_body = (f"{part}_{_slug(name)}" for part in OFFERED)
        parts[add] = TickField(f"Add {name}")
        parts[of_kind] = ChoiceField("Kind", choices=choices(kinds))
        parts[of_body] = ChoiceField("Which body does it serve?", choices=choices([NOT_KNOWN, *bodies]))
        starting |= {of_kind: kind, of_body: body}
    made: type[OfferedForm] = type("ForumsOfThisFile", (OfferedForm,), parts)
    return made.from_request(**starting)


def _slug(name: str) -> str:
    """Names the questions about a forum after it: the list of forums may change before they are answered."""
    return "_".join(plain_words(name))


@dataclass(frozen=True, slots=True)
class FieldOfWords:
    """The words of one field that are asked about, and how many that need a look are not shown yet."""

    label: str
    grows: bool
    to_look_at: list[AskedWord]
    understood: list[AskedWord]
    not_shown: int
    further: int
    further_rows: int


class WordsForm(Form):
    """What words of a file mean. A question for each is added by ``words_form``, named after the word."""

    fields: tuple[FieldOfWords, ...] = ()
    orders: tuple[AskedOrder, ...] = ()

    keep_as = TextField(KEEP_AS, AtMost(80, "The name"), hint=KEEP_AS_HINT)

    def said(self) -> dict[str, dict[str, str | None]]:
        """What each word means, by field. One that was understood, and is left so, says nothing."""
        found: dict[str, dict[str, str | None]] = {}
        for one in (one for field in self.fields for one in (*field.to_look_at, *field.understood)):
            answer = self[question_of(one)].data
            if not one.settled or answer != one.starts:
                found.setdefault(one.field, {})[one.word] = answer or None
        return found | {one.field: {ORDER: self[order_of(one)].data or None} for one in self.orders}


def words_form(found: Sequence[FoundWords], keep_as: str, orders: Sequence[AskedOrder] = ()) -> WordsForm:
    """
    The form for these words: of each field the commonest, no more than can be looked through at once; and for
    date columns in which the month may come first.
    """
    fields = []
    for one in found:
        to_look_at, understood = (
            one.asked(one.to_look_at[:MOST_WORDS]),
            one.asked(one.understood[:MOST_WORDS]),
        )
        not_shown = len(one.to_look_at) - len(to_look_at)
        of = one.of.field
        fields.append(
            FieldOfWords(of.label, of.grows, to_look_at, understood, not_shown, one.further, one.further_rows)
        )
    parts: dict[str, Any] = {"fields": tuple(one for one in fields if one.to_look_at or one.understood)}
    starting: dict[str, Any] = {"keep_as": keep_as}
    for word in (word for one in fields for word in (*one.to_look_at, *one.understood)):
        hint = f"{counted(word.rows, 'row', 'rows')}: {word.why}"
        parts[question_of(word)] = ChoiceField(f"“{word.word}”", hint=hint, choices=choices(word.meanings))
        starting[question_of(word)] = word.starts
    parts["orders"] = tuple(orders)
    for order in orders:
        parts[order_of(order)] = RadioField(
            f"{order.label}: what comes first in this column?", hint=_shown(order), choices=choices(ORDERS)
        )
        starting[order_of(order)] = order.said
    made: type[WordsForm] = type("WordsOfThisFile", (WordsForm,), parts)
    return made.from_request(**starting)


def _shown(order: AskedOrder) -> str:
    """Why it is asked."""
    months, days = (", ".join(f"“{one}”" for one in few) for few in (order.month_first, order.day_first))
    also = f", and {days} only the day" if days else ""
    return f"{months} can only have the month first{also}; a date such as “06/07/2018” may have either."


def order_of(one: AskedOrder) -> str:
    """The name of its question."""
    return f"order_{one.field}"


def question_of(one: AskedWord) -> str:
    """The name of its question: the order of words may change before they are answered."""
    return f"{one.field}_{sha256(spelling_key(one.word).encode()).hexdigest()[:16]}"
