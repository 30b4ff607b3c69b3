"""Whether a column holds what is expected of it, as far as its cells tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engage.rules.column_profile import MONEY, Holds, Profile

Measure = Callable[[Profile], float]


def fits(profile: Profile, holds: Holds) -> float:
    """Whether the cells agree with what they should hold: 1 they do, 0 they say nothing, -1 they do not."""
    if not profile.cells:
        return 0.0
    if holds in _PLAIN:
        return _PLAIN[holds](profile)
    if profile.mostly is Holds.BODY and holds in _NAMES_OF_BODIES:
        return 0.0
    if profile.mostly is not None:
        return -1.0
    return _WORDS[holds](profile) if holds in _WORDS else 0.0


def _between(value: float, low: float, high: float) -> float:
    """-1 at ``low`` and below, 1 at ``high`` and above."""
    return max(-1.0, min(1.0, 2 * (value - low) / (high - low) - 1))


def _number(profile: Profile) -> float:
    money = profile.share_of(lambda cell: bool(MONEY.fullmatch(cell)))
    numbers = profile.share(Holds.NUMBER) - money - profile.share(Holds.SHARE) / 2
    return _between(numbers, 0.1, 0.7)


def _code(profile: Profile) -> float:
    if profile.share(Holds.YEAR) > 0.5 or profile.share(Holds.DATE) > 0.5:
        return -1.0
    return min(_between(profile.share(Holds.CODE), 0.3, 0.8), _between(profile.distinct, 0.5, 0.95))


def _source(profile: Profile) -> float:
    return max(_between(profile.share(Holds.WEB), 0.1, 0.5), min(0.2, _text(profile)))


def _text(profile: Profile) -> float:
    return min(_between(profile.words, 1.5, 6), _between(profile.distinct, 0.2, 0.7))


def _remarks(profile: Profile) -> float:
    return 0.0 if profile.mostly in {None, Holds.POSTCODE} else -0.7


def _name(profile: Profile) -> float:
    short = 1.0 if profile.words <= 9 else _between(14 - profile.words, 0, 5)
    return min(short, _between(profile.distinct, 0.1, 0.6), 1 - profile.share(Holds.CODE) * 2)


def _list(profile: Profile) -> float:
    return min(_between(profile.share(Holds.LIST), -0.3, 0.6), _between(16 - profile.words, 0, 8))


def _short(profile: Profile) -> float:
    initials = profile.share_of(lambda cell: len(cell) < 3)
    return min(_between(9 - profile.words, 0, 5), _between(1 - initials, 0.2, 0.8), 0.5)


def _repeated(profile: Profile) -> float:
    return min(_between(6 - profile.words, 0, 4), _between(1 - profile.distinct, 0.2, 0.8))


def _of(holds: Holds, low: float = 0.2, high: float = 0.7) -> Measure:
    return lambda profile: _between(profile.share(holds), low, high)


_PLAIN: Mapping[Holds, Measure] = {
    Holds.DATE: _of(Holds.DATE),
    Holds.YEAR: _of(Holds.YEAR),
    Holds.NUMBER: _number,
    Holds.SHARE: _of(Holds.SHARE, 0.1, 0.6),
    Holds.CODE: _code,
    Holds.BODY: _of(Holds.BODY, 0.1, 0.5),
    Holds.YES_NO: _of(Holds.YES_NO),
    Holds.POSTCODE: _of(Holds.POSTCODE),
    Holds.PHONE: _of(Holds.PHONE),
    Holds.EMAIL: _of(Holds.EMAIL),
    Holds.WEB: _of(Holds.WEB, 0.1, 0.5),
    Holds.SOURCE: _source,
    Holds.REMARKS: _remarks,
}
_WORDS: Mapping[Holds, Measure] = {
    Holds.TEXT: _text,
    Holds.NAME: _name,
    Holds.LIST: _list,
    Holds.REPEATED: _repeated,
    Holds.AREA: lambda profile: min(_repeated(profile), _short(profile)),
    Holds.PLACE: _short,
    Holds.ROLE: _short,
    Holds.OFTEN: _short,
    Holds.GROUP: _short,
}
_NAMES_OF_BODIES = frozenset({Holds.NAME, Holds.LIST})
