"""The command `ntm-rules`: the only place that prints or exits.

Exit codes: 0 fine, 1 findings, 2 unusable input or arguments, 3 an error of the program itself, 130 interrupted, 143
terminated. Heavy imports stand inside the commands that need them, so that `--help` is quick.
"""

from typing import Any

import click

from .assess import assess
from .book import book
from .common.console import set_up_streams
from .common.failures import ended_in_order, run
from .common.work import seldom_collected
from .diagnostics.meaning import diagnostic
from .diff import conform, diff
from .explain import explain, nearest
from .form import form
from .frames.assess_frame import assess_frame
from .impact import impact
from .init import init, schema
from .over_time import corrections, history, progress
from .records.proofs import prove, sign
from .records.verify import verify
from .report import report
from .rules import check, list_, show
from .snapshot import snapshot
from .test import cases, test

_EXIT_CODES = """Mã kết thúc / Exit codes: 0 ổn / fine; 1 có lỗi, cảnh báo hoặc khác biệt / mistakes, warnings or
differences; 2 đầu vào hay câu lệnh không dùng được / unusable input or arguments; 3 lỗi của chính chương trình / an error of
the program itself; 130, 143 bị dừng / interrupted, terminated.
"""


class _Commands(click.Group):
    """Commands that end in a message, not a traceback, and write over nothing that they have read."""

    def main(self, *args: Any, **options: Any) -> Any:
        set_up_streams()
        with ended_in_order(), seldom_collected():
            return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> object:
        from ..language.files.input_file import reads_noted

        with reads_noted():
            return run(lambda: super(_Commands, self).invoke(ctx), ctx)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EXIT_CODES)
@click.version_option(package_name="ntm-rules")
def main() -> None:
    """Chuyển bộ tiêu chí thành quy tắc, chuyển số liệu thành kết luận kèm lý do.

    Criteria sets as versioned rules; facts to decisions, with reasons.
    """


for _command in (
    *(
        init,
        check,
        diagnostic,
        list_,
        show,
        schema,
        assess,
        assess_frame,
        explain,
        nearest,
        report,
        form,
        book,
        test,
        cases,
    ),
    *(impact, snapshot, diff, conform, verify, prove, sign, corrections, history, progress),
):
    main.add_command(_command)
