"""The command `ntm-rules` as `python -m ntm_rules`, for where scripts of packages are not in the PATH."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="ntm-rules")
