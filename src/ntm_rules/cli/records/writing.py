"""Records that `assess` writes beside what it prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..common.console import tell
from ..common.output import put_bytes

if TYPE_CHECKING:
    from ...engine.decisions import Decisions
    from ...model.text import Language


def record_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--record` and `--self-contained`."""
    command = click.option(
        "--self-contained",
        is_flag=True,
        help="Bản ghi kèm cả tệp quy tắc / The record carries the rule files as well.",
    )(command)
    return click.option(
        "--record",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Ghi thêm bản ghi đánh giá để kiểm tra lại (.jsonl) / Also write a record that can be checked (.jsonl).",
    )(command)


def put_record(runs: Sequence[Decisions], path: Path, lang: Language, *, self_contained: bool) -> None:
    """Write the record of an assessment, and say its root."""
    import json
    from itertools import chain

    from ...exchange.records.making import record_pieces

    pieces = record_pieces(runs, self_contained=self_contained)
    first = next(pieces)
    put_bytes(chain([first], pieces), path, "jsonl", lang)
    header = json.loads(first)
    count, root = header["counts"].get("decision", 0), header["root"]
    vi = f"{path}: {count} kết luận, giá trị gốc {root}"
    tell(vi if lang == "vi" else f"{path}: decisions {count}, root {root}", err=True)
