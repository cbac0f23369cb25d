"""Ends of a command other than its own: a signal, a refusal of the system, a mistake of ours."""

from __future__ import annotations

import os
import platform
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from .console import tell
from .shared import INTERNAL, UNUSABLE, language_of_run, tool_version

if TYPE_CHECKING:
    from ...model.text import Language

_BY_SIGNAL = 128
"""Exit code of a command that a signal ended, less the number of the signal."""
_SOON = 0.5
"""Seconds within which a signal is handled where Python runs."""
_FORWARDED: list[int] = []
"""Numbers of the signals that were passed on as SIGINT."""


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Have SIGTERM and SIGHUP end the block as an exception does, so that no half-written file is left behind."""
    if os.name != "posix" or threading.current_thread() is not threading.main_thread():
        yield
        return
    handled = threading.Event()

    def end(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)  # a second one must not disturb the tidying up
        if not handled.is_set():
            handled.set()
            sys.exit(_BY_SIGNAL + number)

    def forward() -> None:
        # Polars goes on for long without a step of Python, in which signals are handled; SIGINT it heeds by itself.
        for number in iter(lambda: os.read(reading_end, 1), b""):
            if number[0] in signals and not handled.wait(_SOON):
                handled.set()
                _FORWARDED.append(number[0])
                os.kill(os.getpid(), signal.SIGINT)
        os.close(reading_end)

    signals = [
        signal_number
        for signal_number in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(signal_number) is signal.SIG_DFL
    ]
    reading_end, writing_end = os.pipe()
    os.set_blocking(writing_end, False)
    former = {signal_number: signal.signal(signal_number, end) for signal_number in signals}
    woken = signal.set_wakeup_fd(writing_end, warn_on_full_buffer=False)
    threading.Thread(target=forward, daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken)
        for signal_number, handler in former.items():
            signal.signal(signal_number, handler)
        os.close(writing_end)


def run(command: Callable[[], object], context: click.Context) -> object:
    """Run a command; what ends it otherwise than it should is told in a line, with an exit code of its own."""
    from ...model.problem import EngineError, NtmError
    from ...model.text import printable

    try:
        return command()
    except (click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except click.ClickException as error:
        error.message = printable(error.message)  # type: ignore[misc] # what was typed may be anything
        raise
    except KeyboardInterrupt:
        tell("đã dừng / interrupted", err=True)
        context.exit(_BY_SIGNAL + (_FORWARDED.pop() if _FORWARDED else signal.SIGINT))
    except OSError as error:
        tell(_refused_by_the_system(error, language_of_run(context)), err=True)
        context.exit(UNUSABLE)
    except MemoryError:
        tell("không đủ bộ nhớ / not enough memory", err=True)
        context.exit(UNUSABLE)
    except Exception as error:  # noqa: BLE001 - whatever else it is, it is a mistake of ours
        if isinstance(error, NtmError) and not isinstance(error, EngineError):
            tell(error.render(language_of_run(context)), err=True)
            context.exit(UNUSABLE)
        tell(_as_mistake_of_ours(error, context), err=True)
        context.exit(INTERNAL)


def _refused_by_the_system(error: OSError, language: Language) -> str:
    """A line that says what the system refuses and, where it names one, of which file."""
    from ...language.files.input_file import why_not_read
    from ...model.text import Text, printable

    if error.filename:
        return f"{printable(os.fsdecode(error.filename))}: {why_not_read(error).in_language(language)}"
    try:
        Path.cwd()
    except OSError:
        return Text("thư mục đang dùng không còn", "the current folder is no longer there").in_language(language)
    return printable(f"{why_not_read(error).in_language(language)} ({error})")


def _as_mistake_of_ours(error: Exception, context: click.Context) -> str:
    """A line that says how to report an error; where it arose is kept in a file."""
    from ...model.text import printable

    what = printable(f"{type(error).__name__}: {error}")[:200]
    lines = [f"ntm-rules {tool_version()}, Python {platform.python_version()}, {platform.platform()}\n"]
    lines += [f"{sys.argv!a}\n", *traceback.format_exception(error)]
    try:
        descriptor, path = tempfile.mkstemp(prefix="ntm-rules-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.writelines(lines)
    except OSError:
        path = "-"
    if language_of_run(context) == "vi":
        return f"lỗi của chính chương trình ({what}); xin báo cho người phát triển ntm-rules và gửi kèm tệp {path}"
    return (
        f"an error of the program itself ({what}); please report it to the developers of ntm-rules with the file {path}"
    )
