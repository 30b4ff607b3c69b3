"""Putting the rooms together: settings handed out, guard set, pages and errors joined."""

from __future__ import annotations

import gc
from hashlib import sha256
from importlib import import_module
from typing import Any

from flask import Flask, request
from flask_talisman import DENY, Talisman
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise

from config import ROOT, BadSetting, Settings
from engage import (
    accounts,
    actions,
    activities,
    assurance,
    cycle,
    duties,
    experience,
    feedback,
    forums,
    imports,
    meetings,
    navigation,
    organisation,
    panels,
    privacy,
    stakeholder_maps,
    stakeholders,
)
from engage.accounts import carrying, gate
from engage.accounts.routes import ask_to_confirm, ask_to_sign_in
from engage.accounts.traces import routes as trace_routes
from engage.cycle import routes as cycle_routes
from engage.organisation import queries as organisation_queries
from engage.platform import mail
from engage.platform.data import limits
from engage.platform.data.database import open_databases
from engage.platform.data.db import DATABASES
from engage.platform.data.files import FileStore
from engage.platform.long_acts import routes as long_acts
from engage.platform.mail.smtp import MailServer
from engage.platform.offers import gathered as offers
from engage.platform.processes import routes as jobs
from engage.platform.web import budgets, choosing, costly, faults, forms, guard, pages, sent_once, watching
from engage.rules.permissions import NEVER_BY_PASSWORD_ALONE, ROLES, May, roles_that_may
from engage.stakeholders.duplicates import routes as duplicate_routes

CONTENT_SECURITY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
NOT_NEEDED = dict.fromkeys(
    ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "payment", "usb"), "()"
)
FOR_FILES = "no-cache"  # what Flask says of a file; a browser would keep it, and ask whether it has changed
JOBS = (
    "engage.platform.processes.upkeep",
    "engage.platform.mail.posting",
    "engage.platform.mail.publishing",
    "engage.accounts.jobs",
    "engage.accounts.alarms.jobs",
    "engage.accounts.traces.jobs",
    "engage.actions.jobs",
    "engage.duties.jobs",
    "engage.experience.insight.jobs",
    "engage.privacy.jobs",
)
TO_ITSELF = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"}
AN_HOUR = 3600  # scripts and styles fetch one another by name alone, so a new edition must soon be seen


def assemble(settings: Settings, *, for_pages: bool) -> Flask:
    """The staff application for these settings."""
    app = pages.WebApplication("engage", template_folder=ROOT / "templates", static_folder=None)
    app.config.update(_flask_settings(settings))
    held_to = limits.PAGES if for_pages else limits.NONE
    open_databases(app, {one: settings.databases[one.name] for one in DATABASES}, held_to)
    app.extensions["files"] = FileStore(settings.files, settings.upload_limit)
    app.extensions[costly.PLACE] = costly.Allowance()
    pages.install(app)
    _secure(app, settings)  # before the guard, so that the page it refuses with is secured like any other
    faults.install(app)  # before the guard, which asks the database who it is
    gate.install(app, organisation_queries.names_of_the_served)
    guard.install(app, gate.who_is_asking, gate.is_confirmed)
    carrying.install(app)
    watching.install(app, gate.who_is_asking, trace_routes.account_tried)
    sent_once.install(app, forms.only_show)  # after the watch, which so sees what is answered in the end
    _raise_rooms(app)
    offers.gather(app, (import_module(name).OFFERS for name in _rooms_called("offers")))
    _answer_errors(app)
    _share_with_pages(app)
    _serve_static_files(app)
    _believe_proxies(app, settings)
    gc.freeze()  # what was loaded stays: looking through it again and again doubled the cost of a report
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TRAIL_KEY": settings.trail_key.encode(),
        "GUARD_KEY": settings.guards.encode(),
        "DATABASES": settings.databases,
        "MAX_CONTENT_LENGTH": budgets.NOBODY.size,  # where no view was found; the guard says how much else
        "SESSION_COOKIE_NAME": "engage",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SIGN_IN_LASTS": settings.sign_in_lasts,
        "IDLE_SIGN_OUT": settings.idle_sign_out,
        "SECOND_STEP_ROLES": _second_step_roles(settings),
        "PASSWORD_MEMORY": settings.password_memory,
        "DEMONSTRATION": settings.demonstration,
        "HOME": settings.home,
        "FILES": settings.files,
        "RESTORING": settings.restoring,
        "UPLOAD_LIMIT": settings.upload_limit,
        "PAGE_SIZE": settings.page_size,
        "PORT": settings.port,
        "ADDRESS": settings.address,
        "FONTS": settings.fonts,
        "LOCAL_DUTIES": settings.local_duties,
        "LINKS": settings.links,
        "HEADS": settings.heads,
        "ERASURES": settings.erasures,
        "HEADS_TO": settings.heads_to,
        "MAIL_SERVER": _mail_server(settings),
    }


def _second_step_roles(settings: Settings) -> frozenset[str]:
    """Who may not sign in by a password alone. Raises BadSetting for a role that there is not."""
    if settings.second_step_roles is None:
        return roles_that_may(NEVER_BY_PASSWORD_ALONE)
    if unknown := sorted(settings.second_step_roles - set(ROLES)):
        raise BadSetting(
            f"ENGAGE_SECOND_STEP_ROLES names {', '.join(unknown)}; each must be one of {', '.join(ROLES)}."
        )
    return settings.second_step_roles


def _mail_server(settings: Settings) -> MailServer | None:
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password,
        tls=settings.smtp_tls,
        sender=settings.mail_from,
    )


def _raise_rooms(app: Flask) -> None:
    features = (activities, forums, meetings, panels, experience, stakeholder_maps)
    spine = (accounts, organisation, cycle, stakeholders, feedback, actions)
    for name in (*_rooms_called("models"), *JOBS):
        import_module(name)
    rooms = (mail, *spine, *features, imports, privacy, duties, assurance)
    # All are read before one is joined: a page of a forum that shows meetings hangs itself on from above.
    pages_of = [import_module(f"{room.__name__}.routes").bp for room in rooms]
    for blueprint in (*pages_of, trace_routes.bp, duplicate_routes.bp, choosing.bp, long_acts.bp, jobs.bp):
        app.register_blueprint(blueprint)
    app.add_url_rule("/", "home", cycle_routes.home)


def _rooms_called(name: str) -> list[str]:
    """The modules of this name in every package, and in every package inside one."""
    found = sorted((ROOT / "engage").rglob(f"{name}.py"))
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in found if path.parent.name != name
    ]


def _answer_errors(app: Flask) -> None:
    app.register_error_handler(guard.SignInNeeded, lambda _error: ask_to_sign_in())
    app.register_error_handler(guard.ConfirmationNeeded, lambda _error: ask_to_confirm())


def _share_with_pages(app: Flask) -> None:
    fingerprints: dict[str, str] = {}

    def asset(path: str) -> str:
        if path not in fingerprints:
            file = ROOT / "static" / path
            fingerprints[path] = sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else "missing"
        return f"/static/{path}?v={fingerprints[path]}"

    @app.context_processor
    def shared() -> dict[str, Any]:
        person = guard.actor()
        return {
            "asset": asset,
            "person": person,
            "May": May,
            "navigation": navigation.for_person(person, request.path),
            "pages_of_this_part": navigation.part_for_person(person, request.path),
            "demonstration_words": organisation_queries.demonstration_words(),
        }


def _secure(app: Flask, settings: Settings) -> None:
    Talisman(
        app,
        content_security_policy=CONTENT_SECURITY,
        content_security_policy_nonce_in=["script-src"],
        permissions_policy=NOT_NEEDED,
        force_https=False,
        frame_options=DENY,
        session_cookie_secure=settings.secure_cookies,
        strict_transport_security=settings.secure_cookies,
        referrer_policy="same-origin",
    )

    @app.after_request
    def never_kept(response: Response) -> Response:
        if response.headers.get("Cache-Control", FOR_FILES) == FOR_FILES:
            response.headers["Cache-Control"] = "no-store"
        response.headers.update(TO_ITSELF)
        return response


def _serve_static_files(app: Flask) -> None:
    def never_guess(headers: Any, _path: str, _url: str) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"

    files = WhiteNoise(app.wsgi_app, max_age=AN_HOUR, add_headers_function=never_guess)
    files.add_files(str(ROOT / "static"), prefix="static/")
    files.add_files(str(ROOT / "static" / "build" / "assets"), prefix="assets/")
    app.wsgi_app = files  # type: ignore[method-assign]


def _believe_proxies(app: Flask, settings: Settings) -> None:
    """Take the address and scheme of a visitor from the front servers that are declared, and from no more."""
    if settings.proxies:
        count = settings.proxies
        behind = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)
        app.wsgi_app = behind  # type: ignore[method-assign]
