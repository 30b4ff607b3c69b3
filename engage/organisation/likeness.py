"""Which known bodies an unknown name may mean, and why: proposed to a person, never decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from engage.rules.body_names import body_key
from engage.rules.words import Term

LIKE_ENOUGH = 88
SHORTEST_MISSPELT = 7  # letters: in shorter names one letter is often the difference between two
SHORTEST_INITIALS = 2
MOST_PROPOSED = 5
MOST_PLACES = 6  # names of places in a joint name
_KINDS = {"ccg", "ccgs", "icb", "icbs", "pct", "pcts", "csu", "nhsft", "nhst", "trust", "council"}
_SMALL = {"and", "the", "of", "nhs", "for"}
_COMPASS = frozenset({"north", "south", "east", "west", "central", "mid", "upper", "lower"})


@dataclass(frozen=True, slots=True)
class Likely:
    """The bodies that a name may mean, by name, and why; several where it is joint work of theirs."""

    names: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Spelt:
    """One way of writing a body's name: its words without its kind, and the word for that.

    ``telling`` are the words that tell bodies apart, ``bag`` those in no order.
    """

    body: str
    words: tuple[str, ...]
    ending: str
    telling: tuple[str, ...]
    bag: tuple[str, ...]
    compass: frozenset[str]

    @property
    def keys(self) -> list[str | tuple[str, ...]]:
        """Two of which one can be a form of the other share one: they begin alike, or are the same words."""
        return [self.bag, *(word[0] for word in self.telling[:1])]

    @property
    def text(self) -> str:
        return " ".join(self.telling)


class BodyLikeness:
    """The bodies by which an unknown name is held: those ``known``, and names met later.

    Each way of writing a name stands where a name that is like it looks: under its words, its first letter,
    and its points of the compass, so that not every name is held against every other.
    """

    def __init__(self, known: Iterable[Term]) -> None:
        self._met: dict[str, int] = {}
        self._by_words: dict[tuple[str, ...], list[_Spelt]] = {}
        self._by_form: dict[str | tuple[str, ...], dict[int, _Spelt]] = {}
        self._by_compass: dict[frozenset[str], list[_Spelt]] = {}
        self._texts: dict[frozenset[str], list[str]] = {}
        self._added = 0
        for term in known:
            for name in (term.label, *term.aliases):
                self._add(_spelt(term.label, name))

    def meet(self, names: Iterable[str]) -> None:
        """New names, in their order: a later one may mean an earlier one, and be joint work of any."""
        for name in names:
            self._met[name] = len(self._met)
            self._add(_spelt(name, name))

    def _add(self, one: _Spelt) -> None:
        self._added += 1
        self._by_words.setdefault(one.words, []).append(one)
        for key in one.keys:
            self._by_form.setdefault(key, {})[self._added] = one
        self._by_compass.setdefault(one.compass, []).append(one)
        self._texts.setdefault(one.compass, []).append(one.text)

    def proposals(self, name: str) -> tuple[Likely, ...]:
        """The bodies that the name may mean, the surest first; another's own name is never among them."""
        asked, place = _spelt(name, name), self._met.get(name, len(self._met))

        def may_be(one: _Spelt) -> bool:
            return self._met.get(one.body, -1) < place and _same_kind(asked, one)

        alike = {number: one for key in asked.keys for number, one in self._by_form.get(key, {}).items()}
        forms = [one for _number, one in sorted(alike.items()) if may_be(one)]
        spelt = [one for one in self._nearly_spelt(asked) if may_be(one)][:MOST_PROPOSED]
        found: dict[tuple[str, ...], Likely] = {}
        for one in (*self._joint(asked), *_by_form(asked, forms), *_by_spelling(spelt)):
            found.setdefault(one.names, one)
        return tuple(found.values())[:MOST_PROPOSED]

    def _nearly_spelt(self, asked: _Spelt) -> Iterator[_Spelt]:
        """Names a letter or two apart, the nearest first; another compass point or figure is another body."""
        from rapidfuzz import fuzz, process

        text, near = asked.text, self._by_compass.get(asked.compass, [])
        if len(text) < SHORTEST_MISSPELT or not near:
            return
        texts = self._texts[asked.compass]
        best = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=None)
        for words, _score, place in best:
            if [one for one in words if one.isdigit()] == [one for one in text if one.isdigit()]:
                yield near[place]

    def _joint(self, asked: _Spelt) -> Iterator[Likely]:
        """Joint work: the name is those of several known bodies of its kind, with "and" between them."""
        kind = asked.ending.removesuffix("s")
        places = [place for place in " ".join(asked.words).split(" and ") if place]
        if not 2 <= len(places) <= MOST_PLACES:
            return
        for pieces in _groupings(places):
            members = [self._member(tuple(piece.split()), kind) for piece in pieces]
            if len(members) > 1 and all(members):
                names = tuple(member for member in members if member)
                yield Likely(names, "a joint name: joint work of its members")

    def _member(self, words: tuple[str, ...], kind: str) -> str | None:
        found = (one.body for one in self._by_words.get(words, ()) if one.ending == kind or not kind)
        return next(found, None)


def _spelt(body: str, name: str) -> _Spelt:
    words = body_key(name.replace(",", " and ").replace("/", " and ")).split()
    words = [word for place, word in enumerate(words) if word != "and" or words[place - 1 : place] != ["and"]]
    ending = words[-1] if words[-1:] and words[-1] in _KINDS else ""
    core = words[:-1] if ending else words
    told = tuple(word for word in core if word not in {"the", "nhs"})
    telling = tuple(word for word in told if word not in _SMALL)
    return _Spelt(body, told, ending, telling, tuple(sorted(telling)), _COMPASS.intersection(told))


def _same_kind(one: _Spelt, other: _Spelt) -> bool:
    return one.ending == other.ending or not one.ending or not other.ending


def _groupings(places: Sequence[str]) -> Iterator[list[str]]:
    """The places in every way in which neighbours can belong together, most pieces first."""
    for parts in range(len(places), 1, -1):
        for cuts in combinations(range(1, len(places)), parts - 1):
            edges = [0, *cuts, len(places)]
            yield [" and ".join(places[a:b]) for a, b in pairwise(edges)]


def _by_form(asked: _Spelt, others: Sequence[_Spelt]) -> Iterator[Likely]:
    for says, alike in (
        ("the same words without the kind of body", _differs_in_kind),
        ("the same words in another order", _same_words),
        ("its words shortened", _are_shortened),
        ("its initials", _are_initials),
        ("a shorter and a longer form of one name", _is_short_form),
    ):
        for one in others:
            if alike(asked, one) or alike(one, asked):
                yield Likely((one.body,), says)


def _differs_in_kind(one: _Spelt, other: _Spelt) -> bool:
    return bool(one.words) and one.words == other.words


def _same_words(one: _Spelt, other: _Spelt) -> bool:
    return len(one.telling) > 1 and one.bag == other.bag


def _are_shortened(one: _Spelt, other: _Spelt) -> bool:
    """Ambridge & W Borchester CCG of Ambridge and West Borchester CCG."""
    pairs = list(zip(one.telling, other.telling, strict=False))
    is_long_enough = len(one.telling) > 1 or len("".join(one.telling)) > SHORTEST_INITIALS
    same_number = len(one.telling) == len(other.telling)
    return same_number and is_long_enough and all(long.startswith(short) for short, long in pairs)


def _are_initials(one: _Spelt, other: _Spelt) -> bool:
    """ "AWB CCG", "AWBCCG" or "A&WB CCG" of Ambridge and West Borchester CCG."""
    typed = "".join(one.telling).removesuffix(other.ending)
    initials = "".join(word[0] for word in other.telling)
    return len(typed) > 1 - bool(other.ending) and len(one.telling) < 3 and typed == initials


def _is_short_form(one: _Spelt, other: _Spelt) -> bool:
    """Ambridge CCG of Ambridge-on-Am CCG, but neither Loxley CCG of Loxley, Penny and Hassett CCG nor Loxley
    CCG of Loxley South CCG."""
    rest = other.words[len(one.words) :]
    begins = bool(one.words) and other.words[: len(one.words)] == one.words
    return begins and bool(rest) and "and" not in rest and _COMPASS.isdisjoint(rest)


def _by_spelling(others: Iterable[_Spelt]) -> Iterator[Likely]:
    return (Likely((one.body,), "nearly the same spelling") for one in others)
