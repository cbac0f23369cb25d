"""`python -m ntm_rules.cli`."""

from . import main

main()
