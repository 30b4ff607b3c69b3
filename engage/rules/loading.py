"""Reading the catalogue of duties from its files, and refusing whatever they should not say."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engage.rules.conditions import CLOCK, ORDER, PROJECT_DATES, WORDS, Condition, asked_for
from engage.rules.editions import (
    Catalogue,
    Context,
    Correction,
    Crossing,
    Edition,
    NotAsked,
    RecordKind,
    Requirement,
    SaidBy,
    Setting,
    Theme,
    ThemeAction,
    Trigger,
    Trust,
    Witness,
    weakest,
)
from engage.rules.permissions import ROLES
from engage.rules.quantities import Quantity, read_quantity
from engage.rules.retention import retention_settings

CATALOGUE = Path(__file__).parent / "catalogue"
BODY_KINDS = frozenset(
    {
        "all",
        "CCG",
        "ICB",
        "NHSE",
        "NHS trust",
        "NHS foundation trust",
        "partner trusts",
        "other providers",
        "other commissioners and providers",
        "other contracting authorities",
        "publicly funded adult social care",
        "local authority",
        "integrated care partnership",
        "government departments",
    }
)
FREQUENCIES = frozenset({"per project", "annual", "ongoing", "every four years, progress annual"})
_OF_EVERY_FACT = {"ref": "its reference", "title": "its title", "on": "its date", "ended": "the day it ended"}
_NUMBERED = {"at_least", "at_most", *CLOCK}
_SPOKEN = {"found", "wanted", "limit", "relation"}
ALWAYS = "always"
"""What a requirement says that nothing need set off."""

Table = Mapping[str, Any]
Confirmed = Mapping[str, int | None]
"""Settings, requirements and editions by name, each with its local number where it is a setting with one."""
NOTHING_CONFIRMED: Confirmed = MappingProxyType({})


class CatalogueError(Exception):
    """A file of the catalogue cannot be taken. The message names the file, the item and what to put right."""


def load_catalogue(*folders: Path, confirmed: Confirmed = NOTHING_CONFIRMED) -> Catalogue:
    """The catalogue in the first folder (this product's own when none is named), with local promises added.

    A later folder may add duties and requirements, and may set a number that is not verified law; it may
    never replace a code. ``confirmed`` are the settings, requirements and editions that their owners vouch
    for: their marks go, and a number given with a setting takes its place. Raises CatalogueError.
    """
    first = folders[0] if folders else CATALOGUE
    kinds = _kinds(first / "registers.toml")
    settings = {one.name: _confirmed_setting(one, confirmed) for one in retention_settings()}
    requirements: dict[str, Requirement] = {}
    editions: dict[str, Edition] = {}
    themes = {theme.id: theme for theme in _themes(first / "themes.toml")}
    for folder in folders or (CATALOGUE,):
        for setting in _settings(folder / "settings.toml"):
            held = settings.get(setting.name)
            settings[setting.name] = _confirmed_setting(_within_law(setting, held), confirmed)
    triggers: dict[str, Trigger] = {}
    for folder in folders or (CATALOGUE,):
        _add_triggers(folder, kinds, triggers)
        for requirement in _requirements(folder, kinds, settings, triggers, confirmed):
            _add_new(requirements, requirement.id, requirement, folder)
        taken = {edition.code for edition in editions.values()}
        for read in _editions(folder, requirements, themes):
            edition = replace(read, trust=Trust.VERIFIED, not_verified="") if read.key in confirmed else read
            if edition.code in taken:
                raise CatalogueError(
                    f"{edition.key}.toml: the code {edition.code} is taken; a code is for ever."
                )
            _add_new(editions, edition.key, edition, folder)
    for edition in editions.values():
        if edition.successor:
            _one_of(edition.successor, editions, f"{edition.key}.toml", "edition")
    for action in (action for theme in themes.values() for action in theme.actions):
        for requirement_id in action.requirements:
            _one_of(requirement_id, requirements, f"themes.toml, {action.id}", "requirement")
    return Catalogue(
        editions=editions,
        requirements=requirements,
        triggers=triggers,
        kinds=kinds,
        settings=settings,
        themes=themes,
        crosswalk=tuple(_crosswalk(first)),
        corrections=tuple(_corrections(first)),
        context=tuple(_context(first)),
    )


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise CatalogueError(f"{path.name} is not TOML: {problem}.") from problem


def _check(table: Table, where: str, needed: str, optional: str = "") -> None:
    """Refuse a table that lacks a word it needs, or holds one nobody knows."""
    missing = set(needed.split()) - table.keys()
    unknown = table.keys() - set(needed.split()) - set(optional.split())
    if missing:
        raise CatalogueError(f"{where}: {', '.join(sorted(missing))} is missing.")
    if unknown:
        raise CatalogueError(f"{where}: nobody knows the word {', '.join(sorted(unknown))}.")


def _one_of(value: Any, known: Any, where: str, what: str) -> Any:
    if value not in known:
        raise CatalogueError(f"{where}: there is no {what} {value!r}; there is {', '.join(sorted(known))}.")
    return value


def _day(table: Table, word: str, where: str) -> date:
    """A date written as TOML writes one; an absent one is as far off as the calendar goes."""
    day = table.get(word, date.min if word == "in_force_from" else date.max)
    if not isinstance(day, date):
        raise CatalogueError(
            f"{where}: {word} is {day!r}; write a date as 2022-07-01, without quotation marks."
        )
    return day


def _add_new(held: dict[str, Any], key: str, value: object, folder: Path) -> None:
    if key in held:
        raise CatalogueError(
            f"{key} stands twice, the second time in the folder {folder.name}; a code is for ever."
        )
    held[key] = value


def _kinds(path: Path) -> dict[str, RecordKind]:
    kinds = {}
    for kind, table in _read(path).items():
        _check(table, f"{path.name}, {kind}", "means package exists says", "so_far is_statement comes_with")
        for name in table.get("so_far", {}):
            _one_of(name, table["says"], f"{path.name}, {kind}", "field")
        kinds[kind] = RecordKind(
            kind,
            table["means"],
            table["package"],
            table["exists"],
            _OF_EVERY_FACT | table["says"],
            table.get("so_far", {}),
            table.get("is_statement", False),
            table.get("comes_with", ""),
        )
        if (not table["exists"] or table.get("so_far")) and "comes_with" not in table:
            raise CatalogueError(f"{path.name}, {kind}: say in comes_with what will keep its records.")
    return kinds


def _settings(path: Path) -> Iterator[Setting]:
    for name, table in _read(path).items():
        where = f"{path.name}, {name}"
        _check(table, where, "value means owner trust source", "at_most")
        _one_of(table["owner"], ROLES, where, "role")
        trust = Trust(_one_of(table["trust"], list(Trust), where, "trust mark"))
        yield Setting(
            name, table["value"], table["means"], table["owner"], trust, table["source"], table.get("at_most")
        )


def _within_law(setting: Setting, held: Setting | None) -> Setting:
    """A setting of a later folder, which keeps to what the law sets. Raises CatalogueError."""
    if held is None:
        return setting
    where = f"settings.toml, {setting.name}"
    if held.at_most is None and held.trust is Trust.VERIFIED:
        raise CatalogueError(f"{where}: the law sets this number; it cannot be set here.")
    if held.at_most is not None and setting.value > held.at_most:
        raise CatalogueError(f"{where}: the law allows {held.at_most} at most ({held.source}).")
    return replace(setting, at_most=held.at_most)


def _confirmed_setting(setting: Setting, confirmed: Confirmed) -> Setting:
    """A number its owner vouches for; one beyond what the law allows never counts, whoever gave it."""
    fixed = setting.trust is Trust.VERIFIED and setting.at_most is None
    if fixed or setting.name not in confirmed:
        return setting
    value = confirmed[setting.name]
    value = setting.value if value is None else value
    if setting.at_most is not None:
        value = min(value, setting.at_most)
    return replace(setting, trust=Trust.VERIFIED, value=value)


def _themes(path: Path) -> Iterator[Theme]:
    for table in _read(path).get("theme", []):
        _check(table, f"{path.name}, {table.get('id')}", "id title action source_references check")
        actions = tuple(
            ThemeAction(one["id"], one["text"], tuple(one["requirements"])) for one in table["action"]
        )
        yield Theme(table["id"], table["title"], actions, tuple(table["source_references"]), table["check"])


def _crosswalk(folder: Path) -> Iterator[Crossing]:
    for n, row in enumerate(_read(folder / "crosswalk.toml").get("row", []), 1):
        _check(row, f"crosswalk.toml, row {n}", "topic ccg icb nhse")
        yield Crossing(**row)


def _corrections(folder: Path) -> Iterator[Correction]:
    for table in _read(folder / "source-corrections.toml").get("correction", []):
        _check(table, f"source-corrections.toml, {table.get('id')}", "id source_says law obeyed check")
        yield Correction(**table)


def _add_triggers(folder: Path, kinds: Mapping[str, RecordKind], triggers: dict[str, Trigger]) -> None:
    """The triggers of a folder, each after the wider one that it stands within."""
    for name, table in _read(folder / "triggers.toml").items():
        _add_new(triggers, name, _trigger(name, table, kinds, triggers), folder)


def _trigger(
    name: str, table: Table, kinds: Mapping[str, RecordKind], triggers: Mapping[str, Trigger]
) -> Trigger:
    where = f"triggers.toml, {name}"
    _check(table, where, "title asks whether is_not said_by source trust", "hint within shown_by")
    if name == ALWAYS:
        raise CatalogueError(f"{where}: {ALWAYS} means that nothing need set it off; choose another name.")
    within = table.get("within")
    return Trigger(
        name=name,
        title=table["title"],
        asks=table["asks"],
        hint=table.get("hint", ""),
        whether=table["whether"],
        is_not=table["is_not"],
        said_by=SaidBy(_one_of(table["said_by"], list(SaidBy), where, "voice")),
        within=triggers[_one_of(within, triggers, where, "trigger before it")] if within else None,
        witnesses=tuple(_witness(one, where, kinds) for one in table.get("shown_by", [])),
        source=table["source"],
        trust=Trust(_one_of(table["trust"], list(Trust), where, "trust mark")),
    )


def _witness(table: Table, where: str, kinds: Mapping[str, RecordKind]) -> Witness:
    _check(table, where, "kind when shows")
    kind = kinds[_one_of(table["kind"], kinds, where, "kind of record")]
    reader = _Conditions(kind, kinds, {}, per_project=True)
    when = tuple(reader.read(one, f"{where}, shown by {kind.id}") for one in table["when"])
    for _, word, _, _ in string.Formatter().parse(table["shows"]):
        if word is not None:
            _one_of(word, {"found"}, where, "word to fill in")
    return Witness(kind.id, when, table["shows"])


def _context(folder: Path) -> Iterator[Context]:
    for table in _read(folder / "context.toml").get("note", []):
        _check(table, f"context.toml, {table.get('id')}", "id title text check")
        yield Context(**table)


def _requirements(
    folder: Path,
    kinds: Mapping[str, RecordKind],
    settings: Mapping[str, Setting],
    triggers: Mapping[str, Trigger],
    confirmed: Confirmed,
) -> Iterator[Requirement]:
    for path in sorted((folder / "requirements").glob("*.toml")):
        for table in _read(path).get("requirement", []):
            where = f"{path.name}, {table.get('id', 'a requirement with no id')}"
            yield _requirement(table, where, kinds, settings, triggers, confirmed)


def _requirement(
    table: Table,
    where: str,
    kinds: Mapping[str, RecordKind],
    settings: Mapping[str, Setting],
    triggers: Mapping[str, Trigger],
    confirmed: Confirmed,
) -> Requirement:
    _check(
        table,
        where,
        "id ask kind per trigger quantity when frequency owner trust",
        "about due due_days standing each as_planned not_asked law_clock in_force_from good_practice",
    )
    kind = kinds[_one_of(table["kind"], kinds, where, "kind of record")]
    _one_of(table["per"], {"project", "body"}, where, "per")
    trigger = _one_of(table["trigger"], {ALWAYS, *triggers}, where, "trigger")
    if table["per"] == "body" and trigger != ALWAYS:
        raise CatalogueError(f"{where}: {trigger} is so of a project; what is asked of the body is {ALWAYS}.")
    _one_of(table["frequency"], FREQUENCIES, where, "frequency")
    _one_of(table["owner"], ROLES, where, "role")
    reader = _Conditions(kind, kinds, settings, per_project=table["per"] == "project")
    about = tuple(reader.read(one, f"{where}, about {n}") for n, one in enumerate(table.get("about", []), 1))
    when = tuple(reader.read(one, f"{where}, condition {n}") for n, one in enumerate(table["when"], 1))
    if not when or any(not condition.miss for condition in when):
        raise CatalogueError(f'{where}: each condition says in "miss" what is wrong when it fails.')
    due_days = reader.number(table.get("due_days", 0), where)
    trust = Trust(_one_of(table["trust"], list(Trust), where, "trust mark"))
    trust = Trust.VERIFIED if table["id"] in confirmed else trust
    return Requirement(
        id=table["id"],
        ask=table["ask"],
        kind=kind,
        per=table["per"],
        trigger=triggers.get(trigger),
        about=about,
        when=when,
        frequency=table["frequency"],
        owner=table["owner"],
        trust=weakest((trust, *(setting.trust for setting in reader.used))),
        law_clock=table.get("law_clock", ""),
        due=tuple(reader.reference(day, where, own=False) for day in table.get("due", [])),
        due_days=due_days,
        standing=table.get("standing", False),
        quantity=_quantity(table, kind, where),
        not_asked=reader.not_asked(table["not_asked"], where) if "not_asked" in table else None,
        in_force=(_day(table, "in_force_from", where), date.max),
        good_practice=table.get("good_practice", False),
    )


def _quantity(table: Table, kind: RecordKind, where: str) -> Quantity:
    values, planned = table.get("each", {}), table.get("as_planned", False)
    try:
        return read_quantity(table["quantity"], values, kind.says, table["per"], planned=planned)
    except ValueError as problem:
        raise CatalogueError(f"{where}: {problem}.") from problem


class _Conditions:
    """Reads the conditions of one requirement, noting which settings they use."""

    def __init__(
        self,
        kind: RecordKind,
        kinds: Mapping[str, RecordKind],
        settings: Mapping[str, Setting],
        *,
        per_project: bool,
    ) -> None:
        self.kind, self.kinds, self.settings, self.per_project = kind, kinds, settings, per_project
        self.used: list[Setting] = []

    def read(self, table: Table, where: str) -> Condition:
        if "any_of" in table:
            _check(table, where, "any_of", "miss still_partly")
            choices = tuple(self.read(one, where) for one in table["any_of"])
            return self._spoken(Condition("", "any_of", choices), table, where)
        words = [word for word in table if word in WORDS]
        if len(words) != 1:
            raise CatalogueError(
                f"{where}: needs exactly one of {', '.join(WORDS)}; it has {', '.join(table)}."
            )
        word = words[0]
        _check(table, where, f"field {word}", "miss still_partly of or_not_yet counts_start")
        noun = self.kind.says[_one_of(table["field"], self.kind.says, where, f"field of {self.kind.id}")]
        wanted = self._wanted(word, table[word], where)
        of = self.reference(table["of"], where) if "of" in table else ""
        limit = wanted if word in ORDER else of
        condition = Condition(
            field=table["field"],
            word=word,
            wanted=wanted,
            noun=noun,
            of=of,
            other=self._asked_for(limit) if limit else "",
            is_kept=bool(limit) and self._is_kept(limit),
            counts_start=table.get("counts_start", False),
            or_not_yet=table.get("or_not_yet", False),
        )
        return self._spoken(condition, table, where)

    def not_asked(self, table: Table, where: str) -> NotAsked:
        """What is known of a project of which it is not asked."""
        where = f"{where}, not_asked"
        if self.kind.id != "project":
            raise CatalogueError(
                f"{where}: only what is asked of a project's own record can be told not to be."
            )
        _check(table, where, "when because")
        return NotAsked(tuple(self.read(one, where) for one in table["when"]), table["because"])

    def _spoken(self, condition: Condition, table: Table, where: str) -> Condition:
        miss = table.get("miss", "")
        for _, name, _, _ in string.Formatter().parse(miss):
            if name is not None:
                _one_of(name, _SPOKEN, where, "word to fill in")
        return replace(condition, miss=miss, still_partly=table.get("still_partly", False))

    def _wanted(self, word: str, wanted: Any, where: str) -> Any:
        if word in ORDER:
            return self.reference(wanted, where)
        if word in _NUMBERED:
            return self.number(wanted, where)
        if word in {"linked_from", "found_in"}:
            self._of_a_kind(wanted, where)
            return wanted
        return tuple(wanted) if word == "in" else wanted

    def number(self, wanted: Any, where: str) -> int:
        """A whole number, or the value of the setting of that name."""
        if isinstance(wanted, str):
            setting = self.settings[_one_of(wanted, self.settings, where, "setting")]
            self.used.append(setting)
            return setting.value
        if type(wanted) is not int:
            raise CatalogueError(f"{where}: {wanted!r} is not a whole number or the name of a setting.")
        return wanted

    def reference(self, day: str, where: str, *, own: bool = True) -> str:
        """A date to compare with, as "project.decision", "activity.on" or "this.requested_on"."""
        kind, _, field = day.partition(".")
        if not field and kind in PROJECT_DATES:
            kind, field = "project", day
        if kind == "this" and own:
            _one_of(field, self.kind.says, where, f"field of {self.kind.id}")
            return day
        if not self.per_project:
            raise CatalogueError(
                f"{where}: {day} belongs to one project; a requirement on the body has none."
            )
        if kind == "project":
            _one_of(field, PROJECT_DATES, where, "date of a project")
        self._of_a_kind(f"{kind}.{field or 'on'}", where)
        return f"{kind}.{field or 'on'}"

    def _asked_for(self, reference: str) -> str:
        """How another date is asked for, where nobody has recorded it."""
        kind, _, field = reference.partition(".")
        if kind == "this":
            return self.kind.says[field]
        return asked_for(reference)

    def _is_kept(self, reference: str) -> bool:
        """Whether a register is kept here in which all records of the kind would stand."""
        kind = self.kinds.get(reference.partition(".")[0])
        return kind is not None and kind.id != "project" and kind.exists and not kind.so_far

    def _of_a_kind(self, reference: str, where: str) -> None:
        kind, _, field = reference.partition(".")
        says = self.kinds[_one_of(kind, self.kinds, where, "date of a project or kind of record")].says
        if field:
            _one_of(field, says, where, f"field of {kind}")


def _editions(
    folder: Path, requirements: Mapping[str, Requirement], themes: Mapping[str, Theme]
) -> Iterator[Edition]:
    for path in sorted((folder / "duties").glob("*.toml")):
        yield _edition(_read(path), path.name, requirements, themes)


def _edition(
    table: Table, where: str, requirements: Mapping[str, Requirement], themes: Mapping[str, Theme]
) -> Edition:
    _check(
        table,
        where,
        "code theme title source text applies_to in_force_from trust check reviewer reviewed_on requirements",
        "domain_id applies_note asked_of involves in_force_to successor exceptions not_verified",
    )
    begins, ends = _day(table, "in_force_from", where), _day(table, "in_force_to", where)
    name = f"{table['code']}.{begins.year}.toml"
    if name != where or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", table["code"]):
        raise CatalogueError(
            f"{where}: an edition is called code.year.toml, code in small letters; here {name}."
        )
    if ends < begins:
        raise CatalogueError(f"{where}: it ends before it begins.")
    for kind in (*table["applies_to"], *table.get("asked_of", ())):
        _one_of(kind, BODY_KINDS, where, "kind of body")
    _one_of(table["theme"], themes, where, "theme")
    _one_of(table["reviewer"], ROLES, where, "role")
    asked = tuple(
        requirements[_one_of(one, requirements, where, "requirement")] for one in table["requirements"]
    )
    return Edition(
        code=table["code"],
        domain_id=table.get("domain_id", ""),
        theme=table["theme"],
        title=table["title"],
        source=table["source"],
        text=table["text"],
        applies_to=tuple(table["applies_to"]),
        applies_note=table.get("applies_note", ""),
        in_force_from=begins,
        in_force_to=None if ends == date.max else ends,
        successor=table.get("successor", ""),
        exceptions=tuple(table.get("exceptions", [])),
        trust=Trust(_one_of(table["trust"], list(Trust), where, "trust mark")),
        check=table["check"],
        not_verified=table.get("not_verified", ""),
        reviewer=table["reviewer"],
        reviewed_on=_day(table, "reviewed_on", where),
        requirements=asked,
        asked_of=tuple(table.get("asked_of", ())),
        involves=table.get("involves", ""),
    )
