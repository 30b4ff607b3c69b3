"""``engage backup`` and ``engage restore``: a second place for everything, and the way back from it."""

from __future__ import annotations

from pathlib import Path

import click

from config import from_environment
from engage import create_app
from engage.accounts import service as accounts
from engage.cli.audit import end_with, told_of_the_trail
from engage.cli.group import Unusable, close_the_data_folder
from engage.platform.backups import checking, restoring, taking
from engage.platform.data import revisions
from engage.platform.mail import links
from engage.platform.web import sent_once
from engage.platform.web.pages import counted, moment
from engage.privacy import erasures, service
from engage.privacy.files import forget_files

PLACE = click.Path(path_type=Path)
SOURCE = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("target", type=PLACE)
def backup(target: Path) -> None:
    """Write everything but the keys to TARGET, a new folder or a new .tar file, while people work."""
    with create_app().app_context():
        made = taking.take(target)
    entries = counted(made.entries, "entry", "entries")
    files = counted(sum(name.startswith(taking.FILES) for name in made.pieces), "file", "files")
    click.echo(f"Backed up as of {moment(made.moment)}: {entries} of the audit trail, and {files}.")
    click.echo("The keys are not in it. Keep secret.key and trail.key, or their settings, somewhere else.")


@click.command()
@click.argument("source", type=SOURCE)
@click.option(
    "--erasures",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What was erased since, where it is not in the folder of the heads.",
)
def restore(source: Path, file: Path | None) -> None:
    """Put the backup SOURCE back, where there is nothing yet, and erase what was erased since."""
    app = create_app(from_environment())
    with app.app_context(), revisions.at_any(), restoring.opened(source) as folder:
        since = _erasures(file or app.config["ERASURES"])
        made = restoring.put_back(folder)
        forget_files(service.erase_again(since or []))
        sent_once.forget_all_outcomes()
        accounts.end_every_sign_in()
        links.end_all()
        restoring.finish()
        kept = restoring.renew_what_is_published(folder, made.moment)
        erasures.publish()
        wrong, said = _found()
    close_the_data_folder(app.config["HOME"])
    click.echo(f"Put back as of {moment(made.moment)}. {_what_was_erased(since)}")
    for path in kept:
        click.echo(f"What was published until now is kept as {path}.")
    end_with(wrong, said)


def _erasures(file: Path) -> list[erasures.Erasure] | None:
    """What the file tells; None where there is none."""
    try:
        return erasures.read(file) if file.exists() else None
    except erasures.Unreadable as problem:
        raise Unusable(str(problem)) from None


def _what_was_erased(since: list[erasures.Erasure] | None) -> str:
    if since is None:
        return (
            "What was erased since could not be erased again: there is no erasures.txt. If you have that of "
            "the installation that was lost, empty this one and run: engage restore SOURCE --erasures FILE"
        )
    return "What was erased since is erased again."


@click.command()
@click.argument("source", type=SOURCE, required=False)
def verify(source: Path | None) -> None:
    """Check databases, trail and files, or those of the backup SOURCE; exit 2 when something is not whole."""
    if source is not None:
        with restoring.opened(source) as folder:
            end_with(list(checking.what_is_wrong_with_backup(folder)), ["The backup is whole."])
        return
    with create_app().app_context(), revisions.at_any():  # what is not there is told as such
        wrong, said = _found()
    end_with(wrong, said)


def _found() -> tuple[list[str], list[str]]:
    """(what is wrong with this installation, what is to be said of it otherwise)."""
    if wrong := checking.what_is_wrong_with_databases():
        return wrong, []
    broken, said = told_of_the_trail()
    left = checking.files_that_nothing_names()
    more = [f"Nothing names {counted(left, 'file', 'files')} of the store: no harm, and swept by night."]
    wrong = [*broken, *checking.what_is_wrong_with_files()]
    return wrong, ["Databases and files are whole.", *said, *(more if left else [])]
