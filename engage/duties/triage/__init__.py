"""The triage of a project: what it sets off, asked once and answered by whoever may say so."""
