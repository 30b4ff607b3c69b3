"""Calendar files of meetings, and the private addresses at which calendars subscribe to them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts import throttling
from engage.accounts.throttling import Counter, Pace, TooSoon
from engage.forums import queries as forums
from engage.forums.blueprint import bp
from engage.meetings import queries as meetings
from engage.meetings.calendars import queries, service
from engage.meetings.calendars.forms import FeedForm
from engage.meetings.calendars.ical import Diary, calendar_of
from engage.platform import clock
from engage.platform.data.typed import row_number
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, destructive, may, public
from engage.platform.web.sources import source
from engage.rules.permissions import May

ICALENDAR = "text/calendar; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
NO_CALENDAR = "There is no calendar at this address. Whoever gave it to you may have closed it.\n"
TOO_MANY = "Too many calendar addresses were tried that are none."
OF_GUESSES = Pace(free=20, cools=timedelta(minutes=1), longest=timedelta(minutes=5))
LONGEST_SECRET = 64
KEPT_FOR = 300  # seconds that a calendar may show what it read without asking again


@bp.route("/forums/<code>/meetings.ics")
@may(May.READ_RECORDS)
def calendar_of_forum(code: str) -> Response:
    forum = forums.forum_for(code)
    diary = queries.diary_of_forum(forum, current_app.config["ADDRESS"])
    return _file(diary, f"{forum.code}.ics")


@bp.route("/meetings/<int:meeting_id>.ics")
@may(May.READ_RECORDS)
def calendar_of_meeting(meeting_id: int) -> Response:
    meeting = meetings.meeting_for(meeting_id)
    diary = queries.diary_of_meeting(meeting, current_app.config["ADDRESS"])
    return _file(diary, f"meeting-{meeting_id}.ics")


@bp.route("/calendar", methods=["GET", "POST"])
@may(May.READ_RECORDS)
def calendar() -> AnyResponse | str:
    """The private addresses of the person asking; a new one is shown this once."""
    form = FeedForm.from_request(forum=request.args.get("forum", ""))
    every = ("", queries.EVERY_FORUM)
    form.forum.choices = choices([every, *forums.forum_choices(clock.today())])
    if form.accepted():
        forum = forums.forum_by_id(row_number(form.forum.data)) if form.forum.data else None
        alarm = row_number(form.alarm.data) if form.alarm.data else None
        with form.refusals():
            return _shown_once(service.open_feed(actor(), forum, alarm))
    return render_template("meetings/calendar.html", form=form, feeds=queries.feeds_of(actor()))


@bp.route("/calendar/<int:feed_id>/close", methods=["POST"])
@may(May.READ_RECORDS)
@destructive
def close_feed(feed_id: int) -> AnyResponse:
    feed = queries.own_feed(actor(), feed_id)
    if sent_safely():
        service.close_feed(actor(), feed)
        flash("The address is closed. Calendars that subscribed to it find nothing there any more.")
    return redirect(url_for(".calendar"))


@bp.route("/calendar/<int:feed_id>/replace", methods=["POST"])
@may(May.READ_RECORDS)
@destructive
def replace_feed(feed_id: int) -> AnyResponse | str:
    """Close an address and show the one that takes its place, this once."""
    feed = queries.own_feed(actor(), feed_id)
    if not sent_safely():
        return redirect(url_for(".calendar"))
    return _shown_once(service.replace_feed(actor(), feed))


@bp.route("/calendar/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """The calendar at a private address; whoever has the address may read it, and nobody else finds it."""
    found = queries.feed_at(secret) if len(secret) <= LONGEST_SECRET else None
    if found is None:
        return _nothing_there()
    content = calendar_of(queries.diary_of_feed(found, current_app.config["ADDRESS"]))
    response = Response(content, content_type=ICALENDAR)
    response.headers["Cache-Control"] = f"private, max-age={KEPT_FOR}"
    response.headers["X-Robots-Tag"] = "noindex"
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _nothing_there() -> Response:
    """The same plain words for an address that never was and for one that is closed; guessing is slowed."""
    key = throttling.key_of(f"calendar {source()}", current_app.config["SECRET_KEY"])
    try:
        throttling.count_a_try([Counter(key, OF_GUESSES)], TOO_MANY)
    except TooSoon as refusal:
        wait = {"Retry-After": f"{refusal.seconds}"}
        return Response(f"{refusal.reason}\n", 429, wait, content_type=PLAIN)
    return Response(NO_CALENDAR, 404, content_type=PLAIN)


def _shown_once(secret: str) -> str:
    address = f"{current_app.config['ADDRESS']}{url_for('.feed', secret=secret)}"
    feeds = queries.feeds_of(actor())
    return render_template("meetings/calendar_address.html", address=address, feeds=feeds, form=Form())


def _file(diary: Diary, name: str) -> Response:
    response = Response(calendar_of(diary), content_type=ICALENDAR)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
