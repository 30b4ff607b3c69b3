"""Contact cards (vCard): the register taken away as cards, and people taken in from cards."""
