"""How fast Engage is, measured as ratios in one run: ``make bench`` and ``make bench-full``."""
