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
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "headers")
FETCHES = (("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"))
SCRIPT_DATA = {"application/json", "application/ld+json"}


def inspect(html: str) -> list[str]:
    """Every fault of the page, as sentences; none for a well-made one."""
    page = BeautifulSoup(html, "lxml")
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
    return [fault for check in checks for fault in check(page)]


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


def _language(page: BeautifulSoup) -> Iterator[str]:
    if page.html is None or attribute(page.html, "lang") != "en-GB":
        yield "the html element does not say lang=en-GB"


def _one_main_heading(page: BeautifulSoup) -> Iterator[str]:
    mains = page.find_all("h1")
    if len(mains) != 1:
        yield f"{len(mains)} main headings (h1) instead of one"
        return
    heading, title = words(mains[0]), words(page.title)
    if not heading:
        yield "the main heading is empty"
    asked = title.removeprefix("Error: ")
    for question in map(words, page.find_all("legend")):
        asked = asked.removeprefix(f"{question} – ")
    if not asked.startswith(heading):
        yield f"the title “{title}” does not begin with the main heading “{heading}”"


def _heading_order(page: BeautifulSoup) -> Iterator[str]:
    above = 1
    for heading in page.find_all(re.compile(r"^h[1-6]$")):
        level = int(heading.name[1])
        if level > above + 1:
            yield f"heading “{words(heading)}” jumps from level {above} to {level}"
        if not words(heading):
            yield f"an empty heading: {_shown(heading)}"
        above = level


def _unique_ids(page: BeautifulSoup) -> Iterator[str]:
    for name, times in Counter(attribute(tag, "id") for tag in page.find_all(id=True)).items():
        if times > 1:
            yield f"id “{name}” is used {times} times"
        if not name or re.search(r"\s", name):
            yield f"id “{name}” is empty or has a space in it"


def _references(page: BeautifulSoup) -> Iterator[str]:
    known = {attribute(tag, "id") for tag in page.find_all(id=True)}
    for name in REFERENCES:
        for tag in page.find_all(True, attrs={name: True}):
            for wanted in attribute(tag, name).split():
                if wanted not in known:
                    yield f"{name}=“{wanted}” points at nothing: {_shown(tag)}"
    for link in page.find_all("a", href=re.compile(r"^#.")):
        if attribute(link, "href")[1:] not in known:
            yield f"the link “{words(link)}” leads to {attribute(link, 'href')}, which is not on the page"


def _labels(page: BeautifulSoup) -> Iterator[str]:
    for field in page.find_all(["input", "select", "textarea"]):
        if attribute(field, "type") in UNLABELLED_KINDS:
            continue
        label = page.find("label", attrs={"for": attribute(field, "id")}) if field.get("id") else None
        label = label or field.find_parent("label")
        if not words(label) and not accessible_name(page, field):
            yield f"a field without a label: {_shown(field)}"
        if field.has_attr("placeholder"):
            yield f"a field with placeholder text, which vanishes when needed: {_shown(field)}"


def _groups(page: BeautifulSoup) -> Iterator[str]:
    for form in page.find_all("form"):
        radios = [field for field in form.find_all("input") if attribute(field, "type") == "radio"]
        for name, times in Counter(attribute(radio, "name") for radio in radios).items():
            first = next(radio for radio in radios if attribute(radio, "name") == name)
            fieldset = first.find_parent("fieldset")
            if times > 1 and not words(fieldset.find("legend") if fieldset else None):
                yield f"the choices “{name}” are not in a fieldset with a legend"


def _problems(page: BeautifulSoup) -> Iterator[str]:
    order = [attribute(tag, "id") for tag in page.find_all(id=True)]
    links = page.select(".nhsuk-error-summary a")
    asked = [attribute(link, "href").removeprefix("#") for link in links]
    places = [order.index(one) for one in asked if one in order and one != "maincontent"]
    if places != sorted(places):
        yield f"the problems are in another order than the questions: {', '.join(asked)}"


def _protected_forms(page: BeautifulSoup) -> Iterator[str]:
    for form in page.find_all("form"):
        token = form.find("input", attrs={"name": "csrf_token"})
        posts = attribute(form, "method").lower() == "post"
        if posts and not (token and attribute(token, "value")):
            yield f"a form that posts without csrf_token: {_shown(form)}"
        if not posts and token:
            yield f"a form that puts csrf_token into the address: {_shown(form)}"
        own = form.find("input", attrs={"name": "form_token"})
        if posts and not (own and attribute(own, "value")):
            yield f"a form that would be done twice if it were sent twice: {_shown(form)}"


def _links(page: BeautifulSoup) -> Iterator[str]:
    for link in page.find_all("a"):
        name = accessible_name(page, link)
        if not name:
            yield f"a link without words: {_shown(link)}"
        elif name.lower().rstrip(".…>» ") in SAYS_NOTHING:
            yield f"the link “{name}” does not say where it goes"
        if not attribute(link, "href"):
            yield f"the link “{name}” leads nowhere: {_shown(link)}"


def _buttons(page: BeautifulSoup) -> Iterator[str]:
    for button in page.find_all("button"):
        if not accessible_name(page, button):
            yield f"a button without words: {_shown(button)}"


def _pictures(page: BeautifulSoup) -> Iterator[str]:
    for picture in page.find_all("img"):
        if not picture.has_attr("alt"):
            yield f"a picture without alternative text: {_shown(picture)}"


def _tables(page: BeautifulSoup) -> Iterator[str]:
    for table in page.find_all("table"):
        if not table.find("th"):
            yield f"a table without header cells: {_shown(table)}"


def _words_as_typed(page: BeautifulSoup) -> Iterator[str]:
    for tag in page.select("dd.engage-words, span.engage-words, p.engage-words, li.engage-words"):
        if re.match(r"[ \t]*\n", tag.get_text()):
            yield f"line breaks are kept, and a template put one before the words: {_shown(tag)}"


def _nothing_inline(page: BeautifulSoup) -> Iterator[str]:
    for script in page.find_all("script"):
        is_code = attribute(script, "type") not in SCRIPT_DATA
        if is_code and not script.get("src") and not attribute(script, "nonce"):
            yield f"an inline script without a nonce: {words(script)[:80]}"
    for style in page.find_all("style"):
        yield f"an inline stylesheet: {words(style)[:80]}"
    for tag in page.find_all(True):
        for name in tag.attrs:
            if name == "style":
                yield f"a style attribute: {_shown(tag)}"
            if name.startswith("on"):
                yield f"an inline handler, {name}: {_shown(tag)}"
        if attribute(tag, "href").strip().lower().startswith("javascript:"):
            yield f"a link that runs a script: {_shown(tag)}"


def _nothing_foreign(page: BeautifulSoup) -> Iterator[str]:
    for element, name in FETCHES:
        for tag in page.find_all(element, attrs={name: True}):
            if urlsplit(attribute(tag, name)).netloc:
                yield f"the page fetches from another host: {_shown(tag)}"
