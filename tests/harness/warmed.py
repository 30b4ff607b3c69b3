"""What gunicorn is told of a server that tests keep: it loads the product once, with every template."""

from __future__ import annotations

from typing import Any

preload_app = True


def on_starting(arbiter: Any) -> None:
    """Called before anybody can connect, and before the processes that answer are forked."""
    pages = arbiter.app.wsgi().jinja_env
    own, _made, of_the_design_system = pages.loader.loaders
    for name in (*own.list_templates(), *of_the_design_system.list_templates()):
        pages.get_template(name)
