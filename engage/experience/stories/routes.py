"""Pages of patient stories and soft intelligence."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.actions import service as following
from engage.cycle import queries as projects
from engage.experience.acting import action_form, letters_in_words
from engage.experience.blueprint import bp
from engage.experience.entries import StoryEntry
from engage.experience.models import AGREED, DONE, TOLD, Story
from engage.experience.queries import entry_of, reference, story_for
from engage.experience.quoting import Use, may_be_passed, may_read_words, quotation
from engage.experience.stories import listing, queries, service
from engage.experience.stories.forms import AcknowledgeForm, OutcomeForm, PassOnForm, StoryForm, WithdrawForm
from engage.experience.stories.standing import limits
from engage.experience.topics import spellings
from engage.experience.words import CONSENTS, KINDS, SOFT_INTELLIGENCE
from engage.feedback import queries as feedback
from engage.feedback.models import Feedback
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.platform.mail import outbox
from engage.platform.offers.references import Link
from engage.platform.web import list_pages
from engage.platform.web.declared import fact, links, rows_of
from engage.platform.web.forms import Form, choices
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.history import history_page
from engage.platform.web.watching import sensitive
from engage.rules.calendar_words import long_date
from engage.rules.errors import NotAllowed
from engage.rules.permissions import May
from engage.stakeholders import queries as stakeholders

list_pages.install(bp, "/experience", "index", listing.stories, May.READ_STORIES)

NOT_CHOSEN = ("", "Not chosen")

NOT_FOR_YOU = "Its teller has not agreed that quality and safety reads it."

BLANK = StoryEntry()


@bp.route("/experience")
@may(May.READ_STORIES)
def index() -> str:
    listed = list_pages.list_page(listing.stories(), "experience.index")
    return list_pages.draw("experience/index.html", listed, within=limits())


@bp.route("/experience/new", methods=["GET", "POST"])
@may(May.RECORD_STORY)
def new() -> Response | str:
    form = _prepared(StoryForm.from_request(**_starting_values()))
    if form.accepted():
        with form.refusals():
            story = service.record_story(actor(), form.entry(BLANK))
            flash("The story is recorded.")
            return redirect(url_for(".show", story_id=story.id))
    return render_template("experience/new.html", form=form, **_suggestions())


@bp.route("/experience/<int:story_id>")
@may(May.READ_STORIES)
@sensitive
def show(story_id: int) -> str:
    listed = queries.listed_for(story_id)
    ref = reference(story_id)
    return render_template(
        "experience/show.html",
        listed_story=listed,
        story=listed.story,
        kind=KINDS[listed.story.kind],
        told=_told(listed),
        agreed=_agreed(listed.story),
        done=_done(listed.story, feedback.heard_at(ref)),
        may_read=may_read_words(actor(), listed.story),
        may_pass=may_be_passed(listed.story),
        quotable=[use for use in Use if quotation(listed.story, use)],
        actions=actions.actions_agreed_at(ref),
        letters=outbox.letters_about(ref),
        history=history_page(ref),
        form=Form(),
    )


@bp.route("/experience/<int:story_id>/edit", methods=["GET", "POST"])
@may(May.RECORD_STORY)
@sensitive
def edit(story_id: int) -> Response | str:
    listed = queries.listed_for(story_id)
    story = listed.story
    if not may_read_words(actor(), story):
        raise NotAllowed(service.IS_WITHDRAWN if story.withdrawn_on else NOT_FOR_YOU)
    form = _prepared(StoryForm.from_request(**_values_of(story)))
    known = entry_of(story)
    if form.does(lambda: service.change_story(actor(), story, form.version_number, form.entry(known))):
        flash("The story was changed.")
        return redirect(url_for(".show", story_id=story_id))
    return render_template("experience/edit.html", form=form, story=story, **_suggestions())


@bp.route("/experience/<int:story_id>/pass-on", methods=["GET", "POST"])
@may(May.RECORD_STORY)
def pass_on(story_id: int) -> Response | str:
    story = story_for(story_id)
    form = PassOnForm.from_request(passed_on=story.passed_on or clock.today(), version=story.version)
    if form.accepted():
        with form.refusals():
            letters = service.pass_on(actor(), story, form.version_number, *form.answers().values())
            flash(f"The story is passed on. {letters_in_words(letters)}")
            return redirect(url_for(".show", story_id=story_id))
    return render_template("experience/pass_on.html", form=form, story=story)


@bp.route("/experience/<int:story_id>/acknowledge", methods=["GET", "POST"])
@may(May.ANSWER_STORY)
def acknowledge(story_id: int) -> Response | str:
    story = story_for(story_id)
    form = AcknowledgeForm.from_request(
        acknowledged_on=story.acknowledged_on or clock.today(),
        acknowledged_by=story.acknowledged_by or story.passed_to,
        version=story.version,
    )

    if form.does(lambda: service.acknowledge(actor(), story, form.version_number, *form.answers().values())):
        flash("It is on record that quality and safety has the story.")
        return redirect(url_for(".show", story_id=story_id))
    return render_template("experience/acknowledge.html", form=form, story=story)


@bp.route("/experience/<int:story_id>/outcome", methods=["GET", "POST"])
@may(May.RECORD_STORY)
def outcome(story_id: int) -> Response | str:
    story = story_for(story_id)
    form = OutcomeForm.from_request(
        outcome=story.outcome, outcome_on=story.outcome_on or clock.today(), version=story.version
    )

    if form.does(lambda: service.tell_outcome(actor(), story, form.version_number, *form.answers().values())):
        flash("What came of it is recorded, and answers what was heard.")
        return redirect(url_for(".show", story_id=story_id))
    return render_template("experience/outcome.html", form=form, story=story)


@bp.route("/experience/<int:story_id>/withdraw", methods=["GET", "POST"])
@may(May.RECORD_STORY)
@destructive
def withdraw(story_id: int) -> Response | str:
    story = story_for(story_id)
    form = WithdrawForm.from_request(withdrawn_on=clock.today(), version=story.version)

    if form.does(lambda: service.withdraw(actor(), story, form.version_number, *form.answers().values())):
        flash("The words are gone, here and in every summary that quoted them.")
        return redirect(url_for(".show", story_id=story_id))
    return render_template("experience/withdraw.html", form=form, story=story)


@bp.route("/experience/<int:story_id>/actions/new", methods=["GET", "POST"])
@may(May.RECORD_STORY)
def agree_action(story_id: int) -> Response | str:
    story = story_for(story_id)
    form = action_form()
    if form.accepted():
        entry = form.entry(reference(story_id), story.body_id, story.project_id, clock.today())
        with form.refusals():
            following.agree_action(actor(), entry)
            flash("The action is agreed.")
            return redirect(url_for(".show", story_id=story_id))
    return render_template("experience/story_action.html", form=form, story=story)


def _told(listed: queries.Listed) -> list[dict[str, Any]]:
    """What the page tells of a story beside its words."""
    story, provider = listed.story, listed.organisation
    project = links((listed.project, f"/projects/{listed.project_code}")) if listed.project else "none"
    topic = links((story.topic, url_for(".topic", topic=story.topic))) if story.topic else ""
    beside = (
        *([fact("Who told it", story.teller)] if may_read_words(actor(), story) else []),
        *_in_the_register(story),
        *([fact("About the provider", _linked(provider))] if provider else []),
        fact("Body", listed.body),
        fact("Project", project),
        fact("Topic", topic),
    )
    return rows_of(story, TOLD, {"": (fact("Received", story.when_words),), "received_how": beside})


def _in_the_register(story: Story) -> list[dict[str, Any]]:
    """Whoever told it, for those who may read the register; nothing for everybody else."""
    if story.person_id is None:
        return []
    name = stakeholders.person_names(actor(), [story.person_id]).get(story.person_id)
    return [fact("In the stakeholder register", links((name, f"/people/{story.person_id}")))] if name else []


def _linked(link: Link) -> str:
    return links((link.text, link.address)) if link.address else link.text


def _agreed(story: Story) -> list[dict[str, Any]]:
    if story.kind == SOFT_INTELLIGENCE:
        return [fact("Why nobody was asked", story.consent_how)]
    answers = ((words, code in story.consents_to) for code, words in CONSENTS)
    agreed = [fact(words.partition(":")[0], "agreed" if yes else "not agreed") for words, yes in answers]
    return rows_of(story, AGREED, {"": tuple(agreed)})


def _done(story: Story, heard: list[Feedback]) -> list[dict[str, Any]]:
    passed = f"{long_date(story.passed_on)}, to {story.passed_to}" if story.passed_on else ""
    has_it = (
        f"{long_date(story.acknowledged_on)}, by {story.acknowledged_by}" if story.acknowledged_on else ""
    )
    first = (
        fact("Passed on", passed or ("not yet" if may_be_passed(story) else "not agreed")),
        fact("Acknowledged", has_it or "not yet"),
    )
    last = (
        *(fact("Counted as", links((item.title, f"/feedback/{item.id}"))) for item in heard),
        fact("Source of this record", story.source),
    )
    return rows_of(story, DONE, {"": first, "outcome": last})


def _prepared(form: StoryForm) -> StoryForm:
    if not actor().may(May.READ_REGISTER):
        form.without_register()
    form.body.choices = choices([NOT_CHOSEN, *organisation.body_choices()])
    form.project.choices = choices([("", "No project"), *projects.project_choices()])
    return form


def _suggestions() -> dict[str, list[str]]:
    return {"topics": spellings.main_topics(), "services": feedback.services_in_use()}


def _starting_values() -> dict[str, Any]:
    """What the page that led here knows: ``?person=person:7&organisation=…&topic=…&project=4``."""
    known = {name: request.args.get(name, "") for name in ("person", "organisation", "topic", "project")}
    served = organisation.served_bodies()
    return StoryForm.starting(BLANK) | known | {"body": str(served[0].id) if served else ""}


def _values_of(story: Story) -> dict[str, Any]:
    return StoryForm.starting(entry_of(story)) | {
        "version": story.version,
        "when": story.when_words,
        "body": str(story.body_id or ""),
        "project": str(story.project_id or ""),
        "person": f"person:{story.person_id}" if story.person_id else "",
        "organisation": f"organisation:{story.organisation_id}" if story.organisation_id else "",
    }
