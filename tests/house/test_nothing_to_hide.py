"""What must not be in any committed file: package hosts, machine paths."""

from __future__ import annotations

import re

from tests.house.source import inside, project_files, text_of

# Put together here, so that this file does not hold what it looks for.
HOSTS = [
    name + "." + ending
    for name, ending in (
        ("py" + "pi", "org"),
        ("pythonhos" + "ted", "org"),
        ("np" + "mjs", "(org|com)"),
        ("yarn" + "pkg", "com"),
        ("deb" + "ian", "(org|com)"),
    )
]
HOST = re.compile("|".join(host.replace(".", r"\.", 1) for host in HOSTS), re.IGNORECASE)
MACHINE_PATH = re.compile(
    "(?<![A-Za-z0-9._~-])/(" + "|".join(("wor" + "k", "ro" + "ot", "ho" + "me")) + ")/[a-z]"
)


def findings(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{inside(path)}:{number}: {line.strip()[:120]}"
        for path in project_files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert not findings(HOST), "Name packages and hashes, never the host they come from (make lock does so)."


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    assert not findings(MACHINE_PATH), "Use a path within the project, or a setting."


def test_the_patterns_find_what_they_look_for() -> None:
    assert HOST.search("https://files." + "pythonhos" + "ted.org/packages/x")
    assert HOST.search("registry." + "np" + "mjs.org")
    assert MACHINE_PATH.search("see /" + "ho" + "me/someone/notes")
    assert not MACHINE_PATH.search("the page is at /reports/" + "ho" + "me/x")


def test_the_lock_file_of_the_design_system_names_no_address() -> None:
    lock = next(path for path in project_files() if path.name == "package-lock.json")
    assert '"resolved"' not in text_of(lock), "Run make lock: .npmrc leaves the addresses out."
