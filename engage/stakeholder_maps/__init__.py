"""Who matters to a project and whom it affects: dated scores, as a grid and a table."""
