"""The roof: builds the application from its rooms, and decides nothing."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings


def create_app(settings: Settings | None = None, *, for_pages: bool = False) -> Flask:
    """The staff application, ready to serve. Without ``settings`` they are read from the environment.

    ``for_pages`` says that somebody waits for whatever it does, so nothing in it may wait for long.
    """
    # What is loaded here stays. Looking through it for rubbish again and again made a quarter of the start.
    gc.disable()
    try:
        # Imports are inside, so that loading engage.rules alone loads nothing of the web.
        import config
        from engage.roof import assemble

        return assemble(settings or config.of_a_whole_installation(), for_pages=for_pages)
    finally:
        gc.enable()
