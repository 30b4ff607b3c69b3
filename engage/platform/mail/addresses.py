"""Mail addresses as they are kept: checked by their form alone, in small letters."""

from __future__ import annotations

LONGEST_SHOWN = 80


def clean(address: str) -> str:
    """The address in small letters, a domain of other scripts as machines write it.

    Nothing is asked of the network. Raises ValueError, with a sentence for people, for what is no address.
    """
    from email_validator import EmailNotValidError, validate_email

    typed = address.strip()
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as problem:
        shown = typed if len(typed) <= LONGEST_SHOWN else f"{typed[:LONGEST_SHOWN]}…"
        raise ValueError(
            f"“{shown}” is not a mail address. Enter one such as name@example.org. {problem}"
        ) from problem
    return (found.ascii_email or found.normalized).lower()
