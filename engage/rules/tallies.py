"""How many people of which groups took part, as somebody writes it: "9 disabled, 3 carers, 14 women"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from engage.rules.disclosure import LEAST, protect_groups
from engage.rules.reached import NOT_RECORDED, Reached, ReachedKind, UnreadableNumber, read_reached
from engage.rules.words import is_not_recorded, read_vocabulary, spelling_key

HOW_TO_WRITE_TALLIES = "Write each group with its number, such as “9 disabled, 3 carers, 14 women”."
LONGEST_GROUP = 100
MOST_JOINED = 4  # pieces of a name with commas in it: Gypsy, Roma and Traveller people

# Where one group ends and the next begins; the comma of 1,200 is none.
_BREAK = re.compile(
    r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))"
    r"|\s(?:and|&|plus|with|including|of (?:whom|which|them))\s"
    r"(?=(?:about|around|at least|over|c\.? ?|~)? ?[0-9])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[:=]\s*|\s+[-–—]\s+|\s*\((?=[^()]*\)$)")
_COUNTING = frozenset(
    {
        "attendees",
        "attending",
        "attended",
        "count",
        "no",
        "number",
        "numbers",
        "participants",
        "present",
        "total",
    }
)
_BEFORE = _COUNTING | frozenset(
    {
        "a",
        "all",
        "also",
        "are",
        "as",
        "aged",
        "being",
        "but",
        "described",
        "from",
        "identified",
        "identifying",
    }
    | {"in", "included", "including", "incl", "is", "of", "on", "only", "or", "said", "self", "the", "them"}
    | {"themselves", "there", "these", "they", "was", "were", "which", "who", "whom", "x"}
)
_AFTER = _COUNTING | frozenset(
    {
        "aged",
        "attend",
        "came",
        "each",
        "in",
        "of",
        "part",
        "patients",
        "residents",
        "respondents",
        "there",
        "took",
    }
)
_PEOPLE = frozenset({"people", "persons", "person"})
_NO_PEOPLE = (
    frozenset({"above", "age", "aged", "ages", "below", "old", "olds", "older", "over", "than", "under"})
    | {"day", "days", "hour", "hours", "hr", "hrs", "min", "mins", "minute", "minutes", "month", "months"}
    | {"event", "events", "form", "forms", "meeting", "meetings", "session", "sessions", "time", "times"}
    | {"mile", "miles", "table", "tables", "venue", "venues", "week", "weeks", "year", "years", "yr", "yrs"}
)
"""With these a number says an age, a length or how often, and not how many people."""


class UnreadableTallies(ValueError):
    """The message says what was understood, what was not, and how to write it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of one group were counted."""

    group: str
    count: Reached

    @property
    def words(self) -> str:
        return f"{self.group}: {self.count.in_full}"

    @property
    def typed(self) -> str:
        """As a person would type it again."""
        whole = f"{self.group}: {self.count.typed}"
        return whole if _reads_back(whole, self) else f"{self.group}: {self.count.words}"


@dataclass(frozen=True, slots=True)
class Shown:
    """How many people of one group were counted, as everybody may see it: ``number`` is None where it is
    hidden. ``times`` is at how many activities."""

    group: str
    equality_group: str
    number: int | None
    is_approximate: bool
    times: int

    @property
    def words(self) -> str:
        if self.number is None:
            return "hidden"
        return f"{'about ' if self.is_approximate else ''}{self.number:,}"


@dataclass(slots=True)
class _Sum:
    """One group over several activities, at ``hidden`` of which its number is not shown."""

    group: str
    number: int = 0
    is_approximate: bool = False
    times: int = 0
    hidden: int = 0
    hidden_number: int = 0

    def add(self, count: Reached, *, is_hidden: bool) -> None:
        number = count.number or 0
        self.number += number
        self.is_approximate |= count.is_approximate
        self.times += 1
        self.hidden += is_hidden
        self.hidden_number += number if is_hidden else 0

    @property
    def would_tell(self) -> bool:
        """Whether what is hidden could be worked out from the sum, less what each activity shows."""
        return bool(self.hidden) and (self.hidden == 1 or self.hidden_number - self.hidden + 1 < LEAST)


@dataclass(slots=True)
class _Table:
    """The groups of one equality group, and how many people there were where any of them was counted."""

    groups: dict[str, _Sum] = field(default_factory=dict)
    people: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two commas: a tally, one whose number is not recorded, or ``None``, unread."""

    tally: Tally | None
    is_known: bool = False


def words_of(tallies: Sequence[Tally]) -> str:
    """The tallies as they are shown."""
    return "; ".join(tally.words for tally in tallies)


def read_tallies(text: str) -> tuple[Tally, ...]:
    """The tallies in a text, each group once, in order; a group whose number is not known is left out.

    Groups the vocabulary has go by its words, others by those written. Raises UnreadableTallies.
    """
    if is_not_recorded(text):
        return ()
    found: list[Tally] = []
    unread: list[str] = []
    for line in filter(str.strip, re.split(r"[;|\r\n]|(?<=[a-z]{3})\.\s", text.strip().removesuffix("."))):
        for words, piece in _pieces(" ".join(line.split())):
            if piece.tally is None:
                unread.append(words)
            elif piece.tally.count.number is not None:
                found.append(piece.tally)
    if unread:
        raise UnreadableTallies(_not_understood(found, unread))
    _refuse_repeats(found)
    return tuple(found)


def group_named(typed: str) -> str:
    """A group as tallies name it, from what somebody calls it."""
    return _group(typed) or typed


def counts_a_group(heading: str) -> bool:
    """Whether a column with this heading has the numbers of a known group: “No. of carers”."""
    words = _bare(heading)
    return not _COUNTING.isdisjoint(map(_plain, words.split())) and _is_known(_group(words))


def under_heading(heading: str, cell: str) -> str:
    """A number with the group that its heading names; a cell that names its groups itself stays as it is."""
    count = _number(cell)
    return cell if count is None or count.number is None else f"{_bare(heading)}: {cell}"


def more_than_reached(tallies: Sequence[Tally], reached: Reached) -> list[Tally]:
    """The groups of which more were counted than were reached in all, where that number is exact."""
    if reached.kind is not ReachedKind.EXACT:
        return []
    return [one for one in tallies if (one.count.number or 0) > (reached.number or 0)]


def equality_group_of(group: str) -> str:
    """The label of the equality group to which people of this group belong; empty where there is none."""
    found = read_vocabulary("people_counted").recognise(group)
    if found.code is None:
        return ""
    kind = read_vocabulary("people_counted").term(found.code).kind
    return read_vocabulary("equality_groups").term(kind).label


def shown(activities: Iterable[tuple[Sequence[Tally], int | None]]) -> list[Shown]:
    """What everybody may see of the tallies of activities, each with how many it reached, by equality group.

    Small numbers are hidden, and with them those from which they could be worked out: each equality group is
    one table of all who were there when any of its groups was counted, beside the same of each activity.
    """
    tables: dict[str, _Table] = {}
    for tallies, reached in activities:
        for of, own in _by_equality_group(tallies).items():
            counts = {key: tally.count.number or 0 for key, tally in own.items()}
            people = max(reached or 0, sum(counts.values()))
            alone = protect_groups(counts, people).cells
            table = tables.setdefault(of, _Table())
            table.people += people
            for key, tally in own.items():
                one = table.groups.setdefault(key, _Sum(tally.group))
                one.add(tally.count, is_hidden=alone[key] is None)
    return [one for table in tables.values() for one in _protected(table)]


def _by_equality_group(tallies: Sequence[Tally]) -> dict[str, dict[str, Tally]]:
    """The tallies of each equality group by how their group is spelt; another group stands by itself."""
    found: dict[str, dict[str, Tally]] = {}
    for tally in tallies:
        key = spelling_key(tally.group)
        found.setdefault(equality_group_of(tally.group) or key, {})[key] = tally
    return found


SMALL_NUMBERS = (
    f"Numbers of people from 1 to {LEAST - 1} are hidden, so that nobody can be recognised, and others with "
    "them so that they cannot be worked out."
)


def _protected(table: _Table) -> Iterator[Shown]:
    safe = protect_groups({key: one.number for key, one in table.groups.items()}, table.people)
    for key, one in table.groups.items():
        of = equality_group_of(one.group)
        number = None if one.would_tell else safe.cells[key]
        yield Shown(one.group, of, number, one.is_approximate, one.times)


def _pieces(line: str) -> Iterator[tuple[str, _Piece]]:
    """The pieces of a line, each as long as it must be for a group that has commas in its name."""
    pieces = [piece.strip() for piece in _BREAK.split(line) if piece.strip()]
    place = 0
    while place < len(pieces):
        most = min(MOST_JOINED, len(pieces) - place)
        tried = ((size, ", ".join(pieces[place : place + size])) for size in range(most, 1, -1))
        read = ((size, words, _read(words)) for size, words in tried)
        alone = (1, pieces[place], _read(pieces[place]))
        size, words, piece = next((one for one in read if one[2].is_known), alone)
        yield words, piece
        place += size


def _read(words: str) -> _Piece:
    """A number and a group, either first. A known group wins over another way to take the same words."""
    ways = [(group, count) for group, count in _ways(words) if group]
    known = next(((group, count) for group, count in ways if _is_known(group)), None)
    group, count = known or next(iter(ways), ("", NOT_RECORDED))
    return _Piece(Tally(group, count) if group else None, known is not None)


def _ways(words: str) -> Iterator[tuple[str, Reached]]:
    apart = _BETWEEN.split(words, maxsplit=1)
    if len(apart) == 2:
        first, second = apart[0], apart[1].removesuffix(")")
        yield from _if_a_number(first, second)
        yield from _if_a_number(second, first)
        return
    tokens = words.split()
    for cut in range(len(tokens) - 1, 0, -1):
        before = _if_a_number(" ".join(tokens[cut:]), " ".join(tokens[:cut]), in_its_place=True)
        yield from ((group, count) for group, count in before if _is_known(group))  # “Ward 7” counts nobody
    for cut in range(len(tokens) - 1, 0, -1):
        yield from _if_a_number(" ".join(tokens[:cut]), " ".join(tokens[cut:]), in_its_place=True)


def _if_a_number(number: str, group: str, *, in_its_place: bool = False) -> Iterator[tuple[str, Reached]]:
    count = _number(number)
    if count is None or (count.number is None and in_its_place):
        return
    if in_its_place and " " in number and _counts_the_same(_number(number.rsplit(" ", 1)[0]), count):
        return  # "9 people" are nine: the people belong to their group
    named = _group(group)
    if in_its_place and _plain(named.partition(" ")[0]) in _NO_PEOPLE and not _is_known(named):
        return
    yield named, count


def _counts_the_same(one: Reached | None, other: Reached) -> bool:
    return one is not None and (one.kind, one.number) == (other.kind, other.number)


def _number(text: str) -> Reached | None:
    try:
        return read_reached(text)
    except UnreadableNumber:
        return None


def _group(text: str) -> str:
    """A group by the words of the vocabulary, else as it was written without what says nothing of it."""
    for words in _without_what_says_nothing(text.strip(" .,:-–—")):
        if _is_known(words):
            return read_vocabulary("people_counted").recognise(words).label
    words = list(_without_what_says_nothing(text.strip(" .,:-–—")))[-1]
    if not re.search(r"[^\W\d_]", words) or len(words) > LONGEST_GROUP or re.search(r"[%£$]|[0-9] ", words):
        return ""
    return "" if words.casefold() in _PEOPLE else words[:1].upper() + words[1:]


def _without_what_says_nothing(text: str) -> Iterator[str]:
    """The words, then fewer and fewer of them: "who were disabled" comes down to "disabled"."""
    tokens = text.split()
    yield text
    while tokens and _plain(tokens[0]) in _BEFORE:
        tokens = tokens[1:]
        yield " ".join(tokens)
    while tokens and _plain(tokens[-1]) in _AFTER:
        tokens = tokens[:-1]
        yield " ".join(tokens)
    rest = tokens
    while rest and _plain(rest[0]) in _BEFORE | _PEOPLE:
        rest = rest[1:]
        if rest and _is_known(" ".join(rest)):
            tokens = rest
    yield " ".join(tokens)


def _bare(heading: str) -> str:
    return " ".join(re.sub(r"[()\[\]#:=,;|]", " ", heading).split())


def _plain(token: str) -> str:
    return token.strip(".,").casefold()


def _is_known(group: str) -> bool:
    if group.isdecimal():
        return False  # "65" alone is a number, though "65+" is an age
    return read_vocabulary("people_counted").recognise(group).code is not None


def _not_understood(found: Sequence[Tally], unread: Sequence[str]) -> str:
    quoted = " and ".join(f"“{words[:60]}”" for words in unread)
    understood = f"Understood: {words_of(found)}. " if found else ""
    return f"{understood}Not understood: {quoted}. {HOW_TO_WRITE_TALLIES}"


def _reads_back(text: str, tally: Tally) -> bool:
    try:
        return read_tallies(text) == (tally,)
    except UnreadableTallies:
        return False


def _refuse_repeats(found: Sequence[Tally]) -> None:
    seen: set[str] = set()
    for tally in found:
        key = spelling_key(tally.group)
        if key in seen:
            raise UnreadableTallies(f"{tally.group} are counted twice. Enter one number for each group.")
        seen.add(key)
