"""Which things were said at the activity of a row, and which of them each answer belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engage.feedback.entries import SaidThere
from engage.feedback.models import Feedback
from engage.rules.enumerated import Enumerated


def things_said(
    kept: Sequence[Feedback], heard: Enumerated | None, done: Enumerated | None
) -> list[SaidThere]:
    """The items that a row makes of what is kept; None for a column of which it says nothing new.

    Answers belong to things said where there are as many of both, or only one thing was said. Otherwise
    nobody knows to which: they are kept in an item of their own, so that nothing else counts as answered.
    """
    said, alone = [item for item in kept if item.said], [item for item in kept if not item.said]
    if heard is None:
        things = [_as_kept(item) for item in said]
    else:
        things = _matched(said, heard)
        named = {thing.number for thing in things}
        alone += [item for item in said if item.id not in named and item.did and done is None]
    if done is None:
        things += [SaidThere(did=item.did, number=item.id) for item in alone]
    else:
        things = _answered(things, done, alone)
    return [thing for thing in things if thing.said or thing.did]


def _as_kept(item: Feedback) -> SaidThere:
    return SaidThere(said=item.said, did=item.did, number=item.id)


def _matched(kept: Sequence[Feedback], heard: Enumerated) -> list[SaidThere]:
    """What was heard, each as the item that has its words; if as many are left on both sides, in order."""
    by_words = {item.said: item for item in kept}
    found = [by_words.pop(words, None) if words else None for words in heard.each]
    left = [item for item in kept if item not in found]
    new = [place for place, words in enumerate(heard.each) if words and found[place] is None]
    if len(left) == len(new):
        for place, item in zip(new, left, strict=True):
            found[place] = item
    return [
        SaidThere(said=words, did=item.did, number=item.id) if item else SaidThere(said=words)
        for words, item in zip(heard.each, found, strict=True)
    ]


def _answered(things: Sequence[SaidThere], done: Enumerated, alone: Sequence[Feedback]) -> list[SaidThere]:
    if len(things) > 1 and len(done.each) == len(things):
        return [replace(one, did=did) for one, did in zip(things, done.each, strict=True)]
    said = [thing for thing in things if thing.said]
    holding = [thing for thing in said if thing.did]
    if len(said) == 1 or (len(holding) == 1 and not alone):
        [its] = said if len(said) == 1 else holding
        return [replace(one, did=done.whole if one is its else "") for one in said]
    number = alone[0].id if alone else None
    return [*(replace(one, did="") for one in said), SaidThere(did=done.whole, number=number)]
