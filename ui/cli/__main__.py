"""`python -m ui.cli`, the same as `askdocket`."""

from ui.cli.main import main

main(prog_name="askdocket")
