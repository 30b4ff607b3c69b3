"""Every page of duties."""

from __future__ import annotations

from engage.duties.blueprint import bp
from engage.duties.law import routes as law
from engage.duties.project import routes as project
from engage.duties.requirements import routes as requirements
from engage.duties.triage import routes as triage
from engage.duties.year import routes as year

__all__ = ["bp", "law", "project", "requirements", "triage", "year"]
