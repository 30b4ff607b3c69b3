"""Letters that a worker posts while it is killed: each is an act of its own."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from bench.faults.acts import Act, Running, Stands
from bench.faults.commands import Command
from bench.faults.places import Place
from bench.faults.prepared import LETTERS, TRY_FOR, Prepared
from engage.platform.data.db import session
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import SENDING, SENT, UNSURE, WAITING
from tests.harness.post_office import SENDER, PostOffice, open_post_office
from tests.harness.server import HOST

LOOK_EVERY = 0.05  # seconds


class LettersAct(Act):
    """A worker with letters to post to a mail server, which outlives it."""

    name = "letters"
    survives_its_server = True

    def __init__(self, place: Place, prepared: Prepared, office: PostOffice) -> None:
        super().__init__(place, prepared)
        self._office = office
        mail = {"ENGAGE_SMTP_HOST": HOST, "ENGAGE_SMTP_PORT": str(office.port), "ENGAGE_SMTP_TLS": "none"}
        self._settings = {**place.settings, **mail, "ENGAGE_MAIL_FROM": SENDER}

    def make_ready(self, number: int) -> None:
        super().make_ready(number)
        self._office.letters.clear()
        self._cut_off = set[str]()

    def begin(self) -> Command:
        return Command(["worker"], self._settings, self.log)

    def do_again(self) -> None:
        self._cut_off = self._numbers(SENDING)  # nobody knows of these, and no worker may send them by itself
        super().do_again()

    def come_to_its_end(self, running: Running) -> None:
        give_up = time.monotonic() + TRY_FOR
        while self._numbers(WAITING, SENDING) - self._cut_off:
            if time.monotonic() > give_up or running.ends_within(LOOK_EVERY):
                running.kill()
                raise RuntimeError(running.told)
        running.kill()

    def stands(self) -> Stands:
        found = Counter(self._states().values())
        not_known = found[SENDING] + found[UNSURE]
        if found[WAITING] == LETTERS:
            return Stands.NOTHING
        if found[WAITING] + found[SENT] + not_known != LETTERS or not_known > 1:
            return Stands.HALF
        return Stands.PART if found[WAITING] else Stands.ALL

    def lost(self) -> int:
        """Letters said to be sent that never came, and letters that are gone."""
        states, came = self._states(), self._came()
        sent = [number for number, state in states.items() if state == SENT]
        return LETTERS - len(states) + sum(number not in came for number in sent)

    def doubled(self) -> int:
        return sum(times - 1 for times in self._came().values())

    def _came(self) -> Counter[str]:
        return Counter(str(letter["Message-ID"]) for letter in self._office.letters)

    def _states(self) -> dict[str, str]:
        session().rollback()
        return {
            one.message_id: one.state for one in session().execute(select(Letter.message_id, Letter.state))
        }

    def _numbers(self, *states: str) -> set[str]:
        return {number for number, state in self._states().items() if state in states}


@contextmanager
def letters(place: Place, prepared: Prepared) -> Iterator[LettersAct]:
    with open_post_office() as office:
        yield LettersAct(place, prepared, office)
