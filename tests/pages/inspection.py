"""What every page must be, whichever test happens to visit it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

UNLABELLED_KINDS = {"hidden", "submit", "button", "reset", "image"}
SAYS_NOTHING = {
    "click here",
    "here",
    "this",
    "this page",
    "link",
    "more",
    "read more",
    "more info",
    "details",
}
REFERENCES = {"for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "headers"}
FETCHES = (("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"))
SCRIPT_DATA = {"application/json", "application/ld+json"}


class Elements:
    """A page, and its elements in order, found once: every check looks through them."""

    def __init__(self, page: BeautifulSoup) -> None:
        self.page = page
        self.all: list[Tag] = page.find_all(True)
        self.with_id = [tag for tag in self.all if tag.has_attr("id")]
        self.by_id: dict[str, Tag] = {}
        for tag in self.with_id:
            self.by_id.setdefault(attribute(tag, "id"), tag)
        self._named: dict[str, list[Tag]] = {}
        for tag in self.all:
            self._named.setdefault(tag.name, []).append(tag)

    def named(self, *names: str) -> list[Tag]:
        """Those of this name; of several names, in the order of the page."""
        if len(names) == 1:
            return self._named.get(names[0], [])
        return [tag for tag in self.all if tag.name in names]

    def of_class(self, name: str) -> list[Tag]:
        return [tag for tag in self.all if name in tag.get_attribute_list("class")]


def inspect(page: BeautifulSoup) -> list[str]:
    """Every fault of the page, as sentences; none for a well-made one."""
    found = Elements(page)
    checks = (
        _language,
        _one_main_heading,
        _heading_order,
        _unique_ids,
        _references,
        _labels,
        _groups,
        _problems,
        _protected_forms,
        _links,
        _buttons,
        _pictures,
        _tables,
        _words_as_typed,
        _nothing_inline,
        _nothing_foreign,
    )
    return [fault for check in checks for fault in check(found)]


def words(tag: Tag | None) -> str:
    """The text of an element as a person reads it, hidden words for screen readers included."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


def attribute(tag: Tag, name: str) -> str:
    """An attribute as one text, empty when it is absent."""
    value = tag.get(name, "")
    return value if isinstance(value, str) else " ".join(value or ())


def accessible_name(page: BeautifulSoup, tag: Tag) -> str:
    """What a screen reader calls a link, button or region: a short form of the real algorithm."""
    if named_by := attribute(tag, "aria-labelledby").split():
        return " ".join(words(page.find(id=one)) for one in named_by).strip()
    pictures = " ".join(attribute(picture, "alt") for picture in tag.find_all("img"))
    titles = " ".join(attribute(picture, "aria-label") for picture in tag.find_all("svg"))
    return attribute(tag, "aria-label") or f"{words(tag)} {pictures} {titles}".strip()


def _shown(tag: Tag) -> str:
    """The opening of an element, to find it by."""
    return str(tag).split(">", 1)[0][:160] + ">"


def _language(found: Elements) -> Iterator[str]:
    if found.page.html is None or attribute(found.page.html, "lang") != "en-GB":
        yield "the html element does not say lang=en-GB"


def _one_main_heading(found: Elements) -> Iterator[str]:
    mains = found.named("h1")
    if len(mains) != 1:
        yield f"{len(mains)} main headings (h1) instead of one"
        return
    heading, title = words(mains[0]), words(found.page.title)
    if not heading:
        yield "the main heading is empty"
    asked = title.removeprefix("Error: ")
    for question in map(words, found.named("legend")):
        asked = asked.removeprefix(f"{question} – ")
    if not asked.startswith(heading):
        yield f"the title “{title}” does not begin with the main heading “{heading}”"


def _heading_order(found: Elements) -> Iterator[str]:
    above = 1
    for heading in found.named("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.name[1])
        if level > above + 1:
            yield f"heading “{words(heading)}” jumps from level {above} to {level}"
        if not words(heading):
            yield f"an empty heading: {_shown(heading)}"
        above = level


def _unique_ids(found: Elements) -> Iterator[str]:
    for name, times in Counter(attribute(tag, "id") for tag in found.with_id).items():
        if times > 1:
            yield f"id “{name}” is used {times} times"
        if not name or re.search(r"\s", name):
            yield f"id “{name}” is empty or has a space in it"


def _references(found: Elements) -> Iterator[str]:
    for tag in found.all:
        for name in REFERENCES.intersection(tag.attrs):
            for wanted in attribute(tag, name).split():
                if wanted not in found.by_id:
                    yield f"{name}=“{wanted}” points at nothing: {_shown(tag)}"
    for link in found.named("a"):
        place = attribute(link, "href")
        if place.startswith("#") and place[1:] not in {"", *found.by_id}:
            yield f"the link “{words(link)}” leads to {place}, which is not on the page"


def _labels(found: Elements) -> Iterator[str]:
    labels = {attribute(label, "for"): label for label in reversed(found.named("label"))}
    for field in found.named("input", "select", "textarea"):
        if attribute(field, "type") in UNLABELLED_KINDS:
            continue
        label = labels.get(attribute(field, "id")) if field.get("id") else None
        label = label or field.find_parent("label")
        if not words(label) and not accessible_name(found.page, field):
            yield f"a field without a label: {_shown(field)}"
        if field.has_attr("placeholder"):
            yield f"a field with placeholder text, which vanishes when needed: {_shown(field)}"


def _groups(found: Elements) -> Iterator[str]:
    for form in found.named("form"):
        radios = [field for field in form.find_all("input") if attribute(field, "type") == "radio"]
        for name, times in Counter(attribute(radio, "name") for radio in radios).items():
            first = next(radio for radio in radios if attribute(radio, "name") == name)
            fieldset = first.find_parent("fieldset")
            if times > 1 and not words(fieldset.find("legend") if fieldset else None):
                yield f"the choices “{name}” are not in a fieldset with a legend"


def _problems(found: Elements) -> Iterator[str]:
    order = [attribute(tag, "id") for tag in found.with_id]
    links = [link for summary in found.of_class("nhsuk-error-summary") for link in summary.find_all("a")]
    asked = [attribute(link, "href").removeprefix("#") for link in links]
    places = [order.index(one) for one in asked if one in order and one != "maincontent"]
    if places != sorted(places):
        yield f"the problems are in another order than the questions: {', '.join(asked)}"


def _protected_forms(found: Elements) -> Iterator[str]:
    for form in found.named("form"):
        token = next((one for one in form.find_all("input") if attribute(one, "name") == "csrf_token"), None)
        posts = attribute(form, "method").lower() == "post"
        if posts and not (token and attribute(token, "value")):
            yield f"a form that posts without csrf_token: {_shown(form)}"
        if not posts and token:
            yield f"a form that puts csrf_token into the address: {_shown(form)}"
        own = form.find("input", attrs={"name": "form_token"})
        if posts and not (own and attribute(own, "value")):
            yield f"a form that would be done twice if it were sent twice: {_shown(form)}"


def _links(found: Elements) -> Iterator[str]:
    for link in found.named("a"):
        name = accessible_name(found.page, link)
        if not name:
            yield f"a link without words: {_shown(link)}"
        elif name.lower().rstrip(".…>» ") in SAYS_NOTHING:
            yield f"the link “{name}” does not say where it goes"
        if not attribute(link, "href"):
            yield f"the link “{name}” leads nowhere: {_shown(link)}"


def _buttons(found: Elements) -> Iterator[str]:
    for button in found.named("button"):
        if not accessible_name(found.page, button):
            yield f"a button without words: {_shown(button)}"


def _pictures(found: Elements) -> Iterator[str]:
    for picture in found.named("img"):
        if not picture.has_attr("alt"):
            yield f"a picture without alternative text: {_shown(picture)}"


def _tables(found: Elements) -> Iterator[str]:
    for table in found.named("table"):
        if not table.find_all("th"):
            yield f"a table without header cells: {_shown(table)}"


def _words_as_typed(found: Elements) -> Iterator[str]:
    for tag in found.of_class("engage-words"):
        if tag.name in {"dd", "span", "p", "li"} and re.match(r"[ \t]*\n", tag.get_text()):
            yield f"line breaks are kept, and a template put one before the words: {_shown(tag)}"


def _nothing_inline(found: Elements) -> Iterator[str]:
    for script in found.named("script"):
        is_code = attribute(script, "type") not in SCRIPT_DATA
        if is_code and not script.get("src") and not attribute(script, "nonce"):
            yield f"an inline script without a nonce: {words(script)[:80]}"
    for style in found.named("style"):
        yield f"an inline stylesheet: {words(style)[:80]}"
    for tag in found.all:
        for name in tag.attrs:
            if name == "style":
                yield f"a style attribute: {_shown(tag)}"
            if name.startswith("on"):
                yield f"an inline handler, {name}: {_shown(tag)}"
        if attribute(tag, "href").strip().lower().startswith("javascript:"):
            yield f"a link that runs a script: {_shown(tag)}"


def _nothing_foreign(found: Elements) -> Iterator[str]:
    for element, name in FETCHES:
        for tag in found.named(element):
            if urlsplit(attribute(tag, name)).netloc:
                yield f"the page fetches from another host: {_shown(tag)}"
