"""The files of records: one that is held, or one that is read again, by which a change in the meantime is seen."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ...language.files.input_file import TooLargeError, content_of, opened, why_not_read
from ...model.place import Place
from ...model.problem import ReplayError
from ...model.text import Text
from ..output.plain_values import complaint_of
from .messages import record_problem

MOST_BYTES = 1 << 30
MOST_HELD = 1 << 26
"""The bytes of a file that is read into memory whole; a larger one is read again for each line that is asked for."""


class RecordSource(NamedTuple):
    """The file that a record is in, with what tells whether it was changed since; or the content of one that was read whole."""

    path: Path | None
    content: bytes = b""
    state: tuple[int, ...] = ()

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The content, to be read. Raises ReplayError for a file that cannot be read, or is no longer the one that it was."""
        if self.path is None:
            yield BytesIO(self.content)
            return
        try:
            with opened(self.path, MOST_BYTES) as stream:
                if _state_of(stream) != self.state:
                    why = Text("tệp đã thay đổi trong khi đọc", "it was changed while it was read")
                    raise ReplayError(record_problem("NTM820", Place(str(self.path)), why=why))
                yield stream
        except (OSError, ValueError) as error:
            raise _unreadable(self.path, error) from error


def _state_of(stream: BinaryIO) -> tuple[int, ...]:
    status = os.fstat(stream.fileno())
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def record_source(path: Path) -> RecordSource:
    """The source of a record: the content of its file, or of a large one where it is. Raises ReplayError as `read_record`."""
    try:
        with opened(path, MOST_BYTES) as stream:
            state = _state_of(stream)
            is_held = state[2] <= MOST_HELD
            return RecordSource(None, stream.read(MOST_HELD + 1)) if is_held else RecordSource(path, state=state)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError | ValueError) -> ReplayError:
    why = Text(f"{error.size} byte", f"{error.size} bytes") if isinstance(error, TooLargeError) else why_not_read(error)
    return ReplayError(record_problem("NTM820", Place(str(path)), why=why))


def text_of(path: Path, most: int = MOST_BYTES) -> str:
    """The text of a file that goes with records. Raises ReplayError where it cannot be read."""
    try:
        return content_of(path, most).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReplayError(record_problem("NTM821", Place(str(path)), why=complaint_of(error))) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
