"""The command `ntm-rules`: the only place that prints or exits.

Exit codes: 0 fine, 1 findings, 2 unusable input. Heavy imports stand inside the commands that need them, so that `--help`
is quick.
"""

import click

from .assess import assess, explain
from .assess_frame import assess_frame
from .cases import cases
from .diff import conform, diff
from .impact import impact
from .rules import check, list_, show
from .shared import UNUSABLE
from .snapshot import snapshot
from .test import test


class _Commands(click.Group):
    """Commands that end in a message, not a traceback, where the system refuses a file."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except OSError as error:
            click.echo(f"{error.filename}: {error.strerror}" if error.filename else str(error), err=True)
            ctx.exit(UNUSABLE)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ntm-rules")
def main() -> None:
    """Bộ tiêu chí thành quy tắc, số liệu thành kết luận có lý do.

    Criteria sets as versioned rules; facts to decisions, with reasons.
    """


for _command in (check, list_, show, assess, assess_frame, explain, test, cases, impact, snapshot, diff, conform):
    main.add_command(_command)
