"""How the report was made, its sign-off and its appendices."""
