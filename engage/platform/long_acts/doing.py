"""Doing something to many records: at once where they are few, else in a process of its own that says how far
it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, flash, redirect, url_for
from werkzeug.wrappers import Response

from engage.platform.long_acts import service
from engage.platform.long_acts.models import LongAct
from engage.platform.long_acts.queries import GOING
from engage.platform.offers.many_acts import many_act
from engage.platform.processes import children
from engage.platform.processes.progress import ProgressFile
from engage.platform.web.guard import actor
from engage.rules.actors import Actor
from engage.rules.errors import Refused

LONG = 1_000  # records; fewer are changed while the person waits
OUR_FAULT = "Something went wrong on our side. Try once more; if it happens again, tell your administrator."


def do_to_many(name: str, numbers: Sequence[int], given: Mapping[str, Any], back: str) -> Response:
    """Do it to these records, and answer with the page that tells of it. ``given`` is what was typed, as JSON
    holds it; ``back`` is the page to show afterwards. Raises Refused; then nothing was changed."""
    if len(numbers) > LONG:
        act, is_new = service.begin(actor(), name, numbers, given, back)
        number = act.id
        if is_new:
            start(number)
        return redirect(url_for("long_acts.show", act_id=number))
    what = many_act(name)
    answer = what.verb(actor(), *what.arguments(numbers, given), report=lambda done: None)
    flash(what.came_of(answer, len(numbers), given))
    return redirect(what.shown_at(answer) or back)


def start(act_id: int) -> None:
    """Have a process of its own go on with an act that was begun."""
    children.start(["long-act", str(act_id), "--by", str(actor().id or 0)], current_app.config)


def work_on(who: Actor, act: LongAct) -> None:
    """Go on with an act that was begun; when it cannot be done, it says why, and nothing was changed."""
    number, total, doing = act.id, act.total, many_act(act.name).doing
    progress = progress_of(number)
    progress.tell(doing, 0, total)
    try:
        service.do(who, act, lambda done: progress.tell(doing, done, total))
    except Refused as refusal:
        service.refuse(number, refusal.reason)
    except Exception:
        service.refuse(number, OUR_FAULT)
        raise
    finally:
        progress.forget()


def progress_of(act_id: int) -> ProgressFile:
    return ProgressFile(current_app.config["HOME"], f"long-act-{act_id}")


def seems_stopped(act: LongAct) -> bool:
    """Whether nothing was heard for a minute of an act that should be going on."""
    return act.state == GOING and progress_of(act.id).is_silent(act.began_at)
