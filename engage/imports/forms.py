"""What a person says about a spreadsheet: the file, what each column is, and what to do with known rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from wtforms.validators import ValidationError

from engage.forums.entries import ForumEntry
from engage.imports.registry import LEFT_WITHOUT
from engage.imports.source import bodies_left_out, bodies_of, marked_rows
from engage.organisation.likeness import Likely
from engage.organisation.typed import OneBody
from engage.platform.data.typed import row_number
from engage.platform.imports.date_columns import AskedOrder
from engage.platform.imports.file_words import AskedWord, FoundWords
from engage.platform.imports.mapping import ORDER, Fields, heading_key
from engage.platform.sheets.model import LEFT_OUT
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
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
from engage.rules.body_names import BodyNames, split_bodies
from engage.rules.date_order import Order
from engage.rules.errors import Refused
from engage.rules.words import plain_words, spelling_key

LEAVE_OUT = ("", "Leave this column out")
NOT_KNOWN = ("", "Not known, or none")
ORDERS = [
    (Order.DAY_FIRST.value, "The day"),
    (Order.MONTH_FIRST.value, "The month"),
    ("", "Leave out the dates that may have either first"),
]
NOT_SAID = ("", "Choose a body, or leave them without one")
OPEN_IT = ("new", "A body of its own: open it under this name")
NO_BODY = ("none", "Leave them without a body")
NONE_CHOSEN = ("", "Choose a body")
WHICH_BODY = "Which body are rows that name none for?"
EVERY_SHEET = ("", "Every sheet with records")

KEEP_AS = "Keep these choices for the next file as"
KEEP_AS_HINT = "A name such as “Our log”. Leave blank not to keep them."
SAY_IF_RIGHT = (
    "Nothing was imported yet. Say first whether what can hardly be is so: tick each line beside the button,"
    " or correct the file and load that."
)
MOST_ASKED_SHOWN = 5  # rows of one kind
MOST_WORDS = 50  # of one field, at once

OFFERED = ("add", "kind", "body", "known")
NOT_KNOWN_HERE = ("", "None of them")

Outline = Sequence[Mapping[str, Any]]


class UploadForm(Form):
    """The file to bring in."""

    file = FileField("Spreadsheet", hint="CSV or Excel (.xlsx), of up to 100,000 rows.")


class TakeForm(Form):
    """That the plan a person has seen is to be carried out; ``asked`` has what it was asked about, of which
    each line must be ticked."""

    choice = HiddenField()
    seen = HiddenField()
    asked = HiddenField()
    sure = CheckboxesField("Is this right?", validate_choice=False)

    def validate_sure(self, field: Any) -> None:
        if not set((self.asked.data or "").split()) <= set(field.data or ()):
            raise ValidationError(SAY_IF_RIGHT)

    def ask(self, doubts: Sequence[Mapping[str, Any]]) -> None:
        """Ask about each kind of doubt, with the first of its rows."""
        self.asked.data = " ".join(one["kind"] for one in doubts)
        self.sure.look = {
            "hint": {"text": "Tick each line that is so. If one is not, correct the file and load that."},
            "items": [
                {
                    "value": one["kind"],
                    "text": f"{counted(len(one['rows']), 'row', 'rows')}: {one['asks']}",
                    "hint": {"text": rows_asked_about(one["rows"])},
                    "checked": one["kind"] in (self.sure.data or ()),
                }
                for one in doubts
            ],
        }


def rows_asked_about(rows: Sequence[Mapping[str, Any]]) -> str:
    """The first of the rows, each with why it is asked about."""
    shown = "; ".join(f"row {one['row']}, “{one['name']}”: {one['why']}" for one in rows[:MOST_ASKED_SHOWN])
    more = f"; and {len(rows) - MOST_ASKED_SHOWN:,} more" if len(rows) > MOST_ASKED_SHOWN else ""
    return f"{shown}{more}."


class UndoForm(Form):
    """That an import is to be undone; ``rest`` says what a person saw would stay."""

    rest = HiddenField()


class ColumnsForm(Form):
    """What each column is. ``column_0`` and so on are added by ``columns_form``, one a heading."""

    headings: tuple[str, ...] = ()
    sheets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    single: Mapping[str, str] = MappingProxyType({})
    outline: Outline = ()
    may_leave_without: bool = True

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

    @property
    def left_out(self) -> Sequence[str]:
        """The marks for which rows are left out."""
        return self["leave_out"].data or () if "leave_out" in self else ()

    def filled(self) -> dict[str, str]:
        """What rows that name no body are given. Raises Refused when there are such rows and nobody said."""
        said = self["body"].data if "body" in self else ""
        if said == NO_BODY[0]:
            return {"body": LEFT_WITHOUT}
        if not said and "body" in self and self._some_rows_name_no_body():
            instead = ", or choose “Leave them without a body”" if self.may_leave_without else ""
            raise Refused(
                "Some rows name no body, and the file does not say whose they are. Answer “Which body are"
                f" rows that name none for?”{instead}."
            )
        return {"body": said} if said else {}

    def _some_rows_name_no_body(self) -> bool:
        given = self.columns()
        sheets = [sheet for sheet in self.outline if self.chosen_sheet in {"", sheet["name"]}]
        return not all(
            any(given.get(name) == "body" and not found["blank"] for name, found in bodies_of(sheet))
            for sheet in sheets
        )

    @property
    def bodies_left_out(self) -> dict[str, int]:
        """The headings over bodies that are left out so far, each with how many bodies stand under it."""
        return bodies_left_out(self.outline, self.columns())


def columns_form(
    outline: Outline,
    fields: Fields,
    chosen: Mapping[str, str | None],
    bodies: Sequence[Choice] | None,
    filled: Mapping[str, str],
    sheet: str,
    left_out: Sequence[str] = (),
    *,
    may_leave_without: bool = True,
) -> ColumnsForm:
    """The form for the headings of this file, with what is chosen so far; no ``bodies``: it asks for none.
    ``may_leave_without`` says whether a record can stand without a body."""
    headings = tuple(dict.fromkeys(heading for sheet in outline for heading in sheet["header"]))
    options = choices([LEAVE_OUT, *((field.name, field.label) for field in fields.by_name.values())])
    by_key = {heading_key(heading): name for heading, name in chosen.items()}
    parts: dict[str, Any] = {
        "headings": headings,
        "sheets": tuple((sheet["name"], tuple(sheet["header"])) for sheet in outline),
        "single": {field.name: field.label for field in fields.by_name.values() if not field.multiple},
        "outline": outline,
        "may_leave_without": may_leave_without,
    }
    starting: dict[str, Any] = {"sheet": sheet, "leave_out": left_out}
    for place, heading in enumerate(headings):
        parts[f"column_{place}"] = ChoiceField(heading, choices=options)
        starting[f"column_{place}"] = by_key.get(heading_key(heading)) or ""
    if len(outline) > 1:
        sheets = [EVERY_SHEET, *((sheet["name"], sheet["name"]) for sheet in outline)]
        parts["sheet"] = ChoiceField("Which sheet?", choices=choices(sheets))
    if bodies is not None:
        first = [NOT_SAID, NO_BODY] if may_leave_without else [NONE_CHOSEN]
        parts["body"] = OneBody(WHICH_BODY, apart=(NO_BODY[0],), choices=choices([*first, *bodies]))
        starting["body"] = filled.get("body", "") or (NO_BODY[0] if "body" in filled else "")
    if marked := marked_rows(outline):
        pairs = [(mark, marked_in_words(mark, number)) for mark, number in marked.items()]
        parts["leave_out"] = CheckboxesField("Which rows are left out?", choices=choices(pairs))
    parts["keep_as"] = TextField(KEEP_AS, AtMost(80, "The name"), hint=KEEP_AS_HINT)
    made: type[ColumnsForm] = type("ColumnsOfThisFile", (ColumnsForm,), parts)
    return made.from_request(**starting)


def marked_in_words(mark: str, number: int) -> str:
    """How many rows of a file bear a mark, such as “3 struck-through rows”."""
    marked = LEFT_OUT[mark].replace(" ", "-")
    return counted(number, f"{marked} row", f"{marked} rows")


class BodiesForm(Form):
    """What the unknown names of a file mean. Two questions for each are added by ``bodies_form``."""

    names: tuple[str, ...] = ()

    @property
    def asked(self) -> list[tuple[Any, Any]]:
        """The questions about each name: one of the proposals, or another body typed."""
        return [(self[f"is_{place}"], self[f"typed_{place}"]) for place in range(len(self.names))]

    def said(self, known: BodyNames) -> dict[str, list[str]]:
        """The bodies that each name means; none for one of its own. Raises Refused for unknown ones."""
        found: dict[str, list[str]] = {}
        for name, (chosen, typed) in zip(self.names, self.asked, strict=True):
            if typed.data:
                found[name] = [_known_body(one, known) for one in split_bodies(typed.data)]
            else:
                found[name] = [] if chosen.data == OPEN_IT[0] else chosen.data.split("; ")
        return found


def bodies_form(unknown: Mapping[str, Sequence[Likely]], said: Mapping[str, Sequence[str]]) -> BodiesForm:
    """The form for these names, with what each may mean, and what was said so far."""
    parts: dict[str, Any] = {"names": tuple(unknown)}
    starting: dict[str, Any] = {}
    for place, (name, likely) in enumerate(unknown.items()):
        options = {"; ".join(one.names): f"{' and '.join(one.names)} ({one.reason})" for one in likely}
        if meant := "; ".join(said.get(name, ())):
            options.setdefault(meant, " and ".join(said[name]))
        parts[f"is_{place}"] = RadioField(
            f"What does the file mean by “{name}”?", choices=choices([*options.items(), OPEN_IT])
        )
        parts[f"typed_{place}"] = TextField(
            f"Or type which body “{name}” is",
            hint="Begin to type its name. Part several bodies that worked together with a semicolon.",
            look={"attributes": {"list": "known-bodies"}},
        )
        starting[f"is_{place}"] = meant or OPEN_IT[0]
    made: type[BodiesForm] = type("BodiesOfThisFile", (BodiesForm,), parts)
    return made.from_request(**starting)


def _known_body(typed: str, known: BodyNames) -> str:
    found = known.recognise(typed)
    if found.code is None:
        raise Refused(f"“{typed}” is not a body that is known here. If it is new, choose “{OPEN_IT[1]}”.")
    return found.label


class OfferedForm(Form):
    """The forums to add. A tick, a kind and a body for each are added by ``offered_form``."""

    names: tuple[str, ...] = ()

    @property
    def asked(self) -> list[tuple[Any, ...]]:
        """The questions about each name: to add it, its kind and body, or which known forum it is."""
        return [tuple(self[f"{part}_{_slug(name)}"] for part in OFFERED) for name in self.names]

    def entries(self) -> list[ForumEntry]:
        """The forums that were ticked, as adding a forum takes them."""
        return [
            ForumEntry(name=name, kind=kind.data, body_id=row_number(body.data) if body.data else None)
            for name, (add, kind, body, known) in zip(self.names, self.asked, strict=True)
            if add.data and not known.data
        ]

    def known(self) -> dict[str, int]:
        """The names that mean a forum of the register, and its number."""
        answers = zip(self.names, self.asked, strict=True)
        return {name: row_number(known.data) for name, (*_adding, known) in answers if known.data}


def offered_form(
    offered: Sequence[tuple[str, str, str]],
    kinds: Sequence[Choice],
    bodies: Sequence[Choice],
    forums: Sequence[Choice],
) -> OfferedForm:
    """The form for these forums: the name of each, with the kind and body that its name suggests."""
    parts: dict[str, Any] = {"names": tuple(name for name, _kind, _body in offered)}
    starting: dict[str, Any] = {}
    for name, kind, body in offered:
        add, of_kind, of_body, known = (f"{part}_{_slug(name)}" for part in OFFERED)
        parts[add] = TickField(f"Add {name}")
        parts[of_kind] = ChoiceField("Kind", choices=choices(kinds))
        parts[of_body] = OneBody("Which body does it serve?", choices=choices([NOT_KNOWN, *bodies]))
        parts[known] = OneOfMany(
            f"Or is {name} a forum of the register under another name?",
            choices=choices([NOT_KNOWN_HERE, *forums]),
        )
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
