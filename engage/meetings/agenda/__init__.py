"""The agenda of a meeting: its items, their papers, and what was said, decided and agreed under them."""
