"""A page as a person reads it, and its forms as a person fills them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeAlias

from bs4 import BeautifulSoup, Tag

from tests.pages.inspection import accessible_name, attribute, words

Upload: TypeAlias = tuple[bytes, str]
Answer: TypeAlias = str | bool | list[str] | tuple[str, ...] | Upload
"""What goes into a field: words; yes or no for a single tick box; the labels of the choices, one or several;
the parts of a date in order; or the bytes of a file and its name."""


@dataclass(slots=True)
class Page:
    """One answer of the application. ``status`` is its HTTP status, ``url`` where it was found."""

    url: str
    status: int
    html: str
    soup: BeautifulSoup = field(init=False)

    def __post_init__(self) -> None:
        self.soup = BeautifulSoup(self.html, "lxml")

    @property
    def heading(self) -> str:
        return words(self.soup.h1)

    @property
    def text(self) -> str:
        """Everything in the main part of the page."""
        return words(self.soup.find("main") or self.soup.body)

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary, in order."""
        return [words(one) for one in self.soup.select(".nhsuk-error-summary__list li")]

    def says(self, sentence: str) -> bool:
        return " ".join(sentence.split()) in self.text

    def links(self) -> dict[str, str]:
        """Every link of the page: its words and its address. Of several alike, the first."""
        found: dict[str, str] = {}
        for link in self.soup.find_all("a", href=True):
            found.setdefault(accessible_name(self.soup, link), attribute(link, "href"))
        return found

    def table(self, caption: str = "") -> list[dict[str, str]]:
        """The rows of the table with this caption (the first table when none is named), by column heading."""
        for table in self.soup.find_all("table"):
            if caption in words(table.caption):
                return _rows(table)
        raise AssertionError(f"{self.url} has no table “{caption}”")

    def summary(self) -> dict[str, str]:
        """Every summary list of the page as one: the term and what it is."""
        return {words(row.dt): words(row.dd) for row in self.soup.select("dl > div") if row.dt and row.dd}

    def form(self, button: str) -> Form:
        """The form that this button sends."""
        for one in self.soup.find_all(["button", "input"]):
            named = accessible_name(self.soup, one) or attribute(one, "value")
            if named == button and attribute(one, "type") in {"", "submit"}:
                around = one.find_parent("form")
                if around is None and one.get("form"):
                    around = self.soup.find("form", id=attribute(one, "form"))
                if isinstance(around, Tag):
                    return Form(self, around, one)
        known = ", ".join(f"“{accessible_name(self.soup, one)}”" for one in self.soup.find_all("button"))
        raise AssertionError(f"{self.url} has no form with the button “{button}”; there is {known or 'none'}")


@dataclass(slots=True)
class Form:
    """One form, holding what a browser would send."""

    page: Page
    tag: Tag
    button: Tag
    sent: list[tuple[str, str | tuple[BytesIO, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.sent = [pair for one in self._fields() for pair in _held(one)]
        if name := attribute(self.button, "name"):
            self.sent.append((name, attribute(self.button, "value")))

    @property
    def posts(self) -> bool:
        return attribute(self.tag, "method").lower() == "post"

    @property
    def action(self) -> str:
        return attribute(self.button, "formaction") or attribute(self.tag, "action")

    def fill(self, label: str, answer: Answer) -> None:
        """Answer the question with this label or legend."""
        if (legend := self._legend(label)) is not None:
            self._answer_group(legend, answer)
            return
        one = self._labelled(self.tag, label)
        if one is None:
            raise AssertionError(
                f"{self.page.url} asks nothing called “{label}”; it asks {self._questions()}"
            )
        if attribute(one, "type") == "checkbox":
            self._tick(one, bool(answer))
        elif attribute(one, "type") == "file":
            self._replace(attribute(one, "name"), _file(answer))
        elif one.name == "select":
            self._choose(one, answer)
        else:
            self._replace(attribute(one, "name"), str(answer))

    def _fields(self) -> list[Tag]:
        names = ["input", "select", "textarea"]
        fields = self.tag.find_all(names)
        if form_id := attribute(self.tag, "id"):
            fields.extend(self.page.soup.find_all(names, form=form_id))
        return [one for one in fields if one.get("name")]

    def _legend(self, wanted: str) -> Tag | None:
        return next((one.parent for one in self.tag.find_all("legend") if words(one) == wanted), None)

    def _labelled(self, within: Tag, wanted: str) -> Tag | None:
        for label in within.find_all("label"):
            if words(label) == wanted:
                found = within.find(id=attribute(label, "for")) if label.get("for") else None
                return found or label.find(["input", "select", "textarea"])
        return None

    def _answer_group(self, group: Tag, answer: Answer) -> None:
        boxes = [one for one in group.find_all("input") if attribute(one, "type") in {"radio", "checkbox"}]
        if not boxes:
            parts = [one for one in group.find_all("input") if attribute(one, "type") != "hidden"]
            for one, part in zip(parts, _choices(answer), strict=True):
                self._replace(attribute(one, "name"), part)
            return
        for box in boxes:
            self._tick(box, False)
        for choice in _choices(answer):
            chosen = self._labelled(group, choice)
            if chosen is None:
                raise AssertionError(f"{self.page.url} offers no choice “{choice}”")
            self._tick(chosen, True)

    def _choose(self, select: Tag, answer: Answer) -> None:
        name = attribute(select, "name")
        self.sent = [pair for pair in self.sent if pair[0] != name]
        for choice in _choices(answer):
            option = next((one for one in select.find_all("option") if words(one) == choice), None)
            if option is None:
                offered = ", ".join(f"“{words(one)}”" for one in select.find_all("option"))
                raise AssertionError(f"{self.page.url} offers no “{choice}”; it offers {offered}")
            self.sent.append((name, _value(option)))

    def _tick(self, box: Tag, on: bool) -> None:
        pair = (attribute(box, "name"), _box_value(box))
        self.sent = [one for one in self.sent if one != pair]
        if on:
            self.sent.append(pair)

    def _replace(self, name: str, value: str | tuple[BytesIO, str]) -> None:
        self.sent = [*(pair for pair in self.sent if pair[0] != name), (name, value)]

    def _questions(self) -> str:
        return ", ".join(f"“{words(one)}”" for one in self.tag.find_all(["label", "legend"]))


def _rows(table: Tag) -> list[dict[str, str]]:
    head = table.thead or table
    columns = [_cell(one) for one in (head.tr.find_all(["th", "td"]) if head.tr else [])]
    body = [row for row in table.find_all("tr") if row is not head.tr]
    return [dict(zip(columns, map(_cell, row.find_all(["th", "td"])), strict=False)) for row in body]


def _cell(cell: Tag) -> str:
    """A cell's words, without the heading that narrow screens repeat inside it."""
    return " ".join(" ".join(cell.find_all(string=_not_a_repeated_heading)).split())


def _not_a_repeated_heading(text: str | None) -> bool:
    parents = getattr(text, "parents", ())
    return not any("nhsuk-table-responsive__heading" in attribute(one, "class").split() for one in parents)


def _file(answer: Answer) -> tuple[BytesIO, str]:
    """What a browser sends for a file chosen."""
    if isinstance(answer, tuple) and isinstance(answer[0], bytes):
        return BytesIO(answer[0]), str(answer[1])
    raise AssertionError("answer with the bytes of the file and its name")


def _choices(answer: Answer) -> list[str]:
    """The labels chosen or the parts of a date, one or several."""
    if isinstance(answer, bool):
        raise AssertionError("say which of the choices, by their labels")
    return [answer] if isinstance(answer, str) else [str(one) for one in answer]


def _held(one: Tag) -> list[tuple[str, str]]:
    """What a field sends when nobody has touched it."""
    name, kind = attribute(one, "name"), attribute(one, "type")
    if one.has_attr("disabled") or kind in {"submit", "button", "reset", "image", "file"}:
        return []
    if kind in {"radio", "checkbox"}:
        return [(name, _box_value(one))] if one.has_attr("checked") else []
    if one.name == "textarea":
        return [(name, one.get_text().removeprefix("\n"))]
    if one.name != "select":
        return [(name, attribute(one, "value"))]
    options = one.find_all("option")
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and not one.has_attr("multiple"):
        chosen = options[:1]
    return [(name, _value(option)) for option in chosen]


def _box_value(box: Tag) -> str:
    """What a ticked box sends: its value, which may be empty, or “on” when it has none at all."""
    return attribute(box, "value") if box.has_attr("value") else "on"


def _value(option: Tag) -> str:
    return attribute(option, "value") if option.has_attr("value") else words(option)
