"""The second step of signing in: codes of an app, and those for when it is lost."""
