"""What the cells of a “You said, we did” sheet say: what each would store, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from engage.feedback import queries
from engage.feedback.models import Feedback
from engage.organisation.importing import BodyCells
from engage.platform.imports.declared import CellReader, import_fields
from engage.platform.imports.importing import Content, Notes, fitting
from engage.platform.imports.mapping import Field, called
from engage.rules.ageing import NO_ANSWER, STATE_NOT_RECORDED
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.enumerated import read_enumerated
from engage.rules.words import is_not_recorded

LONGEST_REF = 40
LONGEST = {"ref": LONGEST_REF, "said": 20_000, "did": 20_000}

BODY = Field("body", "Body", called("CCG; ICB; CCG / ICB; CCG / area; Organisation; Commissioner; Said to"))
WHEN = Field("when", "When", called("Date; Date heard; When heard; Heard on; Period; Month"), dated=True)
SAID = Field(
    "said",
    "You said",
    called(
        "What people said; What people told us; What you said; What you told us; What we heard; Heard;"
        " Feedback; Comment; Comments; People said; Said"
    ),
    required=True,
    multiple=True,
)
DID = Field(
    "did",
    "We did",
    called(
        "What we did; What was done; Done; Our response; Response; Our answer; What we did or will do;"
        " What changed; Action taken; Outcome; Did"
    ),
    multiple=True,
)
FIELDS = import_fields(Feedback, {"ref": (BODY, WHEN), "tone": (SAID, DID)})


class FeedbackCells:
    """Reads the cells of one import; it remembers the bodies and the topics and services it met."""

    def __init__(self) -> None:
        self.bodies = BodyCells()
        self._plain = CellReader(
            Feedback, {"topic": queries.topics_in_use(), "service": queries.services_in_use()}
        )

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What the row says, by field; a blank cell says nothing. Problems go to ``notes``."""
        values = fitting(values, FIELDS, notes, LONGEST)
        content = self._plain.read(values, notes)
        if (body := self.bodies.read("body", values.get("body", ""), notes)).value:
            content["body"] = body
        if (when := _when(values.get("when", ""), notes)) is not None:
            content["when"] = when
        content |= {name: _text(values[name]) for name in ("said", "did") if values.get(name)}
        _check_together(content, notes)
        return content


def several_of(values: Mapping[str, str]) -> list[Mapping[str, str]]:
    """What the row says of each thing that people said, where they are numbered or begin with marks.

    Answers belong to them where there are as many; otherwise nobody knows to which the answer belongs, and it
    is an item of its own. The second is told from the first by a number behind the reference.
    """
    said, did = (read_enumerated(values.get(name, "")) for name in ("said", "did"))
    if len(said.named) < 2:
        return [values]
    if len(did.each) == len(said.each):
        pairs = list(zip(said.each, did.each, strict=True))
    else:
        pairs = [*((one, "") for one in said.each), ("", did.whole)]
    pairs = [pair for pair in pairs if any(pair)]
    is_answered = any(answer for _one, answer in pairs)
    found: list[Mapping[str, str]] = []
    for place, (one, answer) in enumerate(pairs, 1):
        ref = values.get("ref", "")
        own = {"said": one, "did": answer, "ref": f"{ref} ({place})" if ref and place > 1 else ref}
        found.append({**values, **own, **({} if answer or not is_answered else {"answer": ""})})
    return found


def reference_of(values: Mapping[str, str]) -> str:
    """The reference of the row; empty where it has none, or none that could be kept."""
    ref = " ".join(values.get("ref", "").split())
    return ref if len(ref) <= LONGEST_REF else ""


def dated(known: DateAsKnown) -> Content:
    return Content(known, known.words)


def _text(text: str) -> Content:
    """Words as they stand; none where a cell says that there are none."""
    plain = "" if is_not_recorded(text) else text
    return Content(plain, plain)


def _when(text: str, notes: Notes) -> Content | None:
    if not text:
        return None
    try:
        return dated(read_date(text))
    except UnreadableDate as problem:
        notes.unread("when", text, str(problem))
        return None


def _check_together(content: dict[str, Content], notes: Notes) -> None:
    """What one row may not say at once: nothing at all, or an answer that its words contradict."""
    said, did = (name in content and bool(content[name].value) for name in ("said", "did"))
    if not said and not did:
        notes.problem("said", "Neither what people said nor what was done is there. Enter one of them.")
    elif "answer" in content and (why := _why_not(content["answer"], did)):
        notes.unread("answer", content.pop("answer").words, why)


def _why_not(answer: Content, did: bool) -> str:
    """Why the state of an answer cannot stand beside its words; empty when it can."""
    if answer.value == "cannot" and not did:
        return "The reason why it cannot be done is not there. Enter it."
    if answer.value in {"done", "doing", STATE_NOT_RECORDED} and not did:
        return f"What was done is not there, but it is said to be {answer.value}. Enter it."
    if answer.value == NO_ANSWER and did:
        return "It is said to have no answer, but what was done is there. Correct one."
    return ""
