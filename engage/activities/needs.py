"""Access needs: what people asked for, and what became of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from engage.platform.data.fields import Field, FindTerm


@dataclass(frozen=True, slots=True)
class Need:
    """Something somebody needed in order to take part. ``reason`` says why it was not met."""

    need: str
    met: bool
    reason: str = ""

    @property
    def words(self) -> str:
        return f"{self.need}: {'met' if self.met else ', '.join(filter(None, ['not met', self.reason]))}"


@dataclass(frozen=True, slots=True)
class Needs(Field):
    """Access needs, typed one on each line: “Loop: not met, none to hire”."""

    hint: str = "One on each line, with what became of it: “Interpreter: met”, “Loop: not met, none to hire”."
    longest: int = 20_000

    entry_type: ClassVar[Any] = tuple[Need, ...]
    has_code_of_its_own: ClassVar[bool] = False
    takes_columns: ClassVar[bool] = True
    empty: ClassVar[Any] = ()

    def held(self, stored: Any) -> Any:
        return tuple(Need(**need) for need in stored or ())

    def stored(self, held: Any) -> Any:
        return [asdict(need) for need in held]

    def said(self, held: Any) -> str:
        return "\n".join(need.words for need in held)

    def taken(self, answer: Any) -> Any:
        return read_needs(answer or "")

    def check(self, answer: Any) -> None:
        for line in filter(None, map(str.strip, (answer or "").splitlines())):
            if ":" not in line:
                raise ValueError(f"Say what became of “{line}”, such as “{line}: met”, a line for each.")

    def read(self, text: str, find: FindTerm) -> Any:
        self.check(text)
        return read_needs(text)


def read_needs(text: str) -> tuple[Need, ...]:
    """Access needs from their lines: “Loop: not met, none to hire” is a need, not met, and why."""
    lines = (line.partition(":") for line in text.splitlines())
    return tuple(_need(need.strip(), outcome.strip()) for need, _, outcome in lines if need.strip())


def _need(need: str, outcome: str) -> Need:
    if outcome.lower().startswith("met") or outcome.lower() == "yes":
        return Need(need, met=True)
    return Need(
        need, met=False, reason=outcome.removeprefix("not met").removeprefix("Not met").strip(" ,.;-")
    )
