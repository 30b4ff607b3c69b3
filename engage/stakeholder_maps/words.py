"""The three kinds of stakeholder that are judged."""

from __future__ import annotations

ORGANISATION, PERSON, GROUP = "organisation", "person", "group"
