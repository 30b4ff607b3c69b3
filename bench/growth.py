"""Pages that must not grow with what they do not show: a forum's with meetings, a project's with others."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from flask import Flask

from bench.bare import bare_app
from bench.calendar import MEETINGS, WEEKS, meetings_of
from bench.costs import statements, times
from bench.measuring import least_seconds
from bench.sizes import PROJECT, application, bare_of, fill, page, signed_in

FEW = 10
PROJECTS = 1_000


def measure_forum(home: Path, bare_at: Path) -> tuple[float, float, dict[str, int]]:
    """The page of a forum with a thousand meetings in bare pages of its bytes, and times one with ten; what
    the pages of a forum and a meeting ask. ``home`` is where the feed was measured."""
    with application(bare_at) as app:
        bare = bare_app(app.config["DATABASES"]["record"]).test_client()
    with application(home) as app:
        many, few = _forums(app)
        visitor = signed_in(app, "forums@demonstration.invalid")
        in_bare_pages = times(partial(page, visitor, many), bare_of(bare, visitor, many))
        growth = times(partial(page, visitor, many), partial(page, visitor, few))
        return in_bare_pages, growth, dict(statements(app, visitor, (many, "/meetings/1")))


def measure_project(home: Path) -> float:
    """The page of a project made anew among a thousand projects, times the same among ten."""
    from engage.platform.data.remembered import forget

    with application(home) as app:
        visitor = signed_in(app, "projects@demonstration.invalid")

        def made_anew() -> None:
            forget()
            page(visitor, f"/projects/{PROJECT}")

        _open_projects(app, 1, FEW)
        before = least_seconds(made_anew)
        _open_projects(app, FEW, PROJECTS)
        return least_seconds(made_anew) / before


def _forums(app: Flask) -> tuple[str, str]:
    """The addresses of a forum with a thousand meetings and of one with ten."""
    from engage.forums import queries
    from engage.forums import service as forum_service
    from engage.forums.entries import ForumEntry
    from engage.rules.actors import SYSTEM

    with app.app_context():
        other = queries.forum_with_code("other")
        if other is None:
            raise RuntimeError("the feed was not measured here")
        few = forum_service.add_forum(SYSTEM, ForumEntry(name="Few", kind="forum"))
        fill(app, lambda: meetings_of(other, range(MEETINGS - WEEKS, MEETINGS)))
        fill(app, lambda: meetings_of(few, range(FEW)))
        return f"/forums/{other.code}", f"/forums/{few.code}"


def _open_projects(app: Flask, start: int, end: int) -> None:
    from engage.cycle import queries
    from engage.cycle.models import Project

    with app.app_context():
        body = queries.project_by_code(PROJECT).body_id
    numbers = range(start, end)
    fill(app, lambda: [Project(code=f"OTHER-{one}", title=f"Project {one}", body_id=body) for one in numbers])
