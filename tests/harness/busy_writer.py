"""A process that writes as fast as it can beside others: for tests with real processes."""

from __future__ import annotations

import sys
from threading import Thread

from flask import Flask

from engage import create_app
from engage.activities import service
from engage.activities.entries import ActivityEntry
from engage.organisation import queries
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date


def log_activities(app: Flask, body_id: int, name: str, number: int) -> None:
    """Log so many activities, each to be given a reference of its own."""
    with app.app_context():
        for one in range(number):
            entry = ActivityEntry(title=f"{name} {one}", when=read_date("June 2018"), lead_body_id=body_id)
            service.log_activity(SYSTEM, entry)


def start(name: str, threads: int, number: int) -> None:
    app = create_app()
    with app.app_context():
        body_id = queries.bodies()[0].id
    started = [
        Thread(target=log_activities, args=(app, body_id, f"{name} {one}", number)) for one in range(threads)
    ]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


if __name__ == "__main__":
    start(sys.argv[1], threads=2, number=int(sys.argv[2]))
