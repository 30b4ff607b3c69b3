"""What the cells of a “You said, we did” sheet say: what each would store, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engage.feedback import queries
from engage.organisation.importing import BodyCells
from engage.platform.imports.importing import Content, Notes, Terms
from engage.platform.imports.mapping import Field, Fields
from engage.rules.ageing import NO_ANSWER
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.words import Vocabulary, is_not_recorded, read_vocabulary

LONGEST = {"ref": 40, "topic": 200, "service": 200, "where": 500, "source": 1_000}
LONGEST_TEXT = 20_000


def _one(name: str, label: str, headings: str) -> Field:
    return Field(name, label, tuple(headings.split("; ")))


def _several(name: str, label: str, headings: str, *, required: bool = False) -> Field:
    """A field that several columns may fill."""
    return Field(name, label, tuple(headings.split("; ")), required=required, multiple=True)


FIELDS = Fields(
    (
        _one("ref", "Reference", "Ref; Ref no; Ref number; Reference number; Reference no; ID; No"),
        _one("body", "Body", "CCG; ICB; CCG / ICB; CCG / area; Organisation; Commissioner; Said to"),
        _one("when", "When", "Date; Date heard; When heard; Heard on; Period; Month"),
        _one("where", "Where", "Where heard; Place; Venue; Location; Event"),
        _one("topic", "Topic", "Theme; Subject; Issue; About"),
        _one("service", "Service", "Service area; Service concerned"),
        _one("tone", "Tone", "Sentiment; Feeling"),
        _several(
            "said",
            "You said",
            "What people said; What people told us; What you said; What you told us; What we heard; Heard;"
            " Feedback; Comment; Comments; People said; Said",
            required=True,
        ),
        _several(
            "did",
            "We did",
            "What we did; What was done; Done; Our response; Response; Our answer; What we did or will do;"
            " What changed; Action taken; Outcome; Did",
        ),
        _one("answer", "Status", "Answer; State; Progress; Where it stands"),
        _one("source", "Source", "Source of record; Source page; Link; Web link; URL"),
    )
)

ReadCell = Callable[[str, Notes], Content | None]


class FeedbackCells:
    """Reads the cells of one import; it remembers the bodies and the topics and services it met."""

    def __init__(self) -> None:
        self.bodies = BodyCells()
        self._topics = Terms(Vocabulary("Topics", ()), queries.topics_in_use())
        self._services = Terms(Vocabulary("Services", ()), queries.services_in_use())
        self._readers: dict[str, ReadCell] = {
            "body": self._body,
            "when": _when,
            "where": _text,
            "topic": self._topic,
            "service": self._service,
            "tone": _tone,
            "said": _text,
            "did": _text,
            "answer": _answer,
            "source": _text,
        }

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What the row says, by field; a blank cell says nothing. Problems go to ``notes``."""
        _check_lengths(values, notes)
        content: dict[str, Content] = {}
        for name, reader in self._readers.items():
            text = values.get(name, "")
            if text and (found := reader(text, notes)) is not None:
                content[name] = found
        _check_together(content, notes)
        return content

    def _body(self, text: str, notes: Notes) -> Content | None:
        found = self.bodies.read("body", text, notes)
        return found if found.value else None

    def _topic(self, text: str, notes: Notes) -> Content:
        topic = self._topics.read("topic", text, notes)
        return Content(topic, topic)

    def _service(self, text: str, notes: Notes) -> Content:
        service = self._services.read("service", text, notes)
        return Content(service, service)


def dated(known: DateAsKnown) -> Content:
    return Content(known, known.words)


def labelled(vocabulary: str, code: str) -> Content:
    return Content(code, read_vocabulary(vocabulary).term(code).label if code else "")


def _when(text: str, notes: Notes) -> Content | None:
    try:
        return dated(read_date(text))
    except UnreadableDate as problem:
        notes.problem("when", str(problem))
        return None


def _text(text: str, notes: Notes) -> Content:
    plain = "" if is_not_recorded(text) else text
    return Content(plain, plain)


def _tone(text: str, notes: Notes) -> Content | None:
    if is_not_recorded(text):
        return Content("", "")
    return _term("tone", "a tone", "tones", text, notes)


def _answer(text: str, notes: Notes) -> Content | None:
    """The state a cell names; a blank one says nothing, and what then follows is for the importer."""
    if is_not_recorded(text):
        return None
    return _term("answer", "what can become of something people said", "answer_states", text, notes)


def _term(name: str, what: str, vocabulary: str, text: str, notes: Notes) -> Content | None:
    terms = read_vocabulary(vocabulary)
    found = terms.recognise(text)
    notes.recognised(name, found)
    if found.code is None:
        known = ", ".join(term.label for term in terms.terms)
        notes.problem(name, f"“{found.typed}” is not {what}. Use one of: {known}.")
        return None
    return Content(found.code, found.label)


def _check_lengths(values: Mapping[str, str], notes: Notes) -> None:
    for name, text in values.items():
        longest = LONGEST.get(name, LONGEST_TEXT)
        if len(text) > longest:
            label = FIELDS.by_name[name].label
            notes.problem(name, f"{label} has {len(text):,} characters; the most is {longest:,}. Shorten it.")


def _check_together(content: Mapping[str, Content], notes: Notes) -> None:
    """What one row may not say at once: nothing at all, or an answer without its words."""
    said, did = (name in content and bool(content[name].value) for name in ("said", "did"))
    state = content["answer"].value if "answer" in content else ""
    if not said and not did:
        notes.problem("said", "Neither what people said nor what was done is there. Enter one of them.")
    elif state == "cannot" and not did:
        notes.problem("did", "The reason why it cannot be done is not there. Enter it.")
    elif state in {"done", "doing"} and not did:
        notes.problem("did", f"What was done is not there, but it is said to be {state}. Enter it.")
    elif state == NO_ANSWER and did:
        notes.problem("answer", "It is said to have no answer, but what was done is there. Correct one.")
