"""A bare Flask page, as the yardstick: one plain query, and rows of the same size as the log's."""

from __future__ import annotations

from itertools import cycle, islice

from flask import Flask
from jinja2 import Template
from sqlalchemy import create_engine, text

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Bare</title></head><body><h1>Bare</h1><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}
</table></body></html>"""
QUERY = text(
    "SELECT title, when_words, ref, venue, stage, method, reached, status FROM activity "
    "ORDER BY sorts_on DESC, id DESC LIMIT 50"
)


def bare_app(database_url: str) -> Flask:
    """An application with one page at ``/``."""
    app = Flask("bare")
    engine = create_engine(database_url)
    page = Template(PAGE, autoescape=True)

    @app.get("/")
    def rows() -> str:
        with engine.connect() as connection:
            drawn: str = page.render(rows=connection.execute(QUERY).all())
            return drawn

    @app.get("/of/<int:size>")
    def of_size(size: int) -> str:
        """The same page with as many rows as make it about so many bytes."""
        with engine.connect() as connection:
            found = connection.execute(QUERY).all()
        each = len(page.render(rows=found)) / len(found)
        drawn: str = page.render(rows=islice(cycle(found), round(size / each)))
        return drawn

    return app
