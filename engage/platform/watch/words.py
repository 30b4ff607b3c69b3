"""What leaves a trace, and the words it is spoken of in."""

from __future__ import annotations

SIGNED_IN, FAILED, DELAYED, REFUSED, NOT_OURS, TAKEN, READ = (
    "signed_in",
    "failed",
    "delayed",
    "refused",
    "not_ours",
    "taken",
    "read",
)
KINDS = {
    SIGNED_IN: "Signed in",
    FAILED: "Sign-in refused",
    DELAYED: "Made to wait after many tries",
    REFUSED: "Page refused",
    NOT_OURS: "Form refused: not sent safely",
    TAKEN: "File taken out",
    READ: "Sensitive record read",
}
COMING_IN = (SIGNED_IN, FAILED, DELAYED)
IN_VAIN = (FAILED, DELAYED)
