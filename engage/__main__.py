"""``python -m engage`` is the command line."""

from engage.cli import main

main(prog_name="engage")
