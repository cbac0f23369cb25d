"""The command that checks a record of an assessment, or a proof from one: `verify`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..common.console import tell
from ..common.shared import FINDINGS, FINE, RuleFolders, language_option, library_of, rulesets_option, stop

if TYPE_CHECKING:
    from ...exchange.records.record import AssessmentRecord
    from ...exchange.records.verifying import Verification
    from ...model.text import Language

_MOST_SHOWN = 50
_MANY = 100_000
"""More lines than these are shared among as many processes as there are processors."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--root", metavar="HEX", help="Giá trị gốc trong văn bản đã ký / The root that a signed paper has.")
@click.option(
    "--self-contained",
    is_flag=True,
    help="Theo tệp quy tắc kèm trong bản ghi / By the rule files that the record carries.",
)
@click.option("--signature", metavar="FILE", type=click.Path(path_type=Path), help="Chữ ký rời / A detached signature.")
@click.option(
    "--public-key",
    metavar="PEM",
    type=click.Path(path_type=Path),
    help="Khóa công khai của cơ quan / The public key of the office.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@rulesets_option
@language_option
def verify(
    file: Path,
    root: str | None,
    self_contained: bool,
    signature: Path | None,
    public_key: Path | None,
    form: str,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Kiểm tra một bản ghi đánh giá hay một chứng minh / Check a record of an assessment, or a proof.

    Decides everything in the record again, by the specification of the language alone, and checks its hashes. Names each
    figure, rule, unit, date or decision that was altered, is missing or was added, and exits with 1. Rule files that were
    only mended since (a typo, a source, a bound) are said and no finding. A proof (`prove`) needs --root.
    """
    from ...exchange.records.proofs import read_proof
    from ...exchange.records.record import read_record
    from ...exchange.records.verifying import verify_record
    from ...model.problem import NtmError
    from ...report.diagnostics import as_json

    if (signature is None) is not (public_key is None):
        stop("--signature và --public-key đi cùng nhau" if lang == "vi" else "--signature and --public-key go together")
    if self_contained and (rulesets.instead or rulesets.over):
        vi, en = (
            "--self-contained không dùng cùng --rulesets, --with",
            "--self-contained is instead of --rulesets, --with",
        )
        stop(vi if lang == "vi" else en)
    try:
        proof = read_proof(file)
        if proof is not None:
            _verify_proof(proof, root, form, lang)
        record = read_record(file)
        if signature is not None and public_key is not None:
            _check_signature(record, signature, public_key)
        library = None if self_contained else library_of(rulesets)
        processes = os.cpu_count() or 1 if len(record) > _MANY else 0
        found = verify_record(record, library, root=root, self_contained=self_contained, processes=processes)
    except NtmError as error:
        stop(error, lang)
    if form == "json":
        tell(as_json([*found.findings, *found.notes]))
    else:
        _tell(found, lang, with_root=root is not None, signed=signature is not None)
    sys.exit(FINE if found.is_sound else FINDINGS)


def _check_signature(record: AssessmentRecord, signature: Path, public_key: Path) -> None:
    from ...exchange.records.record import text_of
    from ...exchange.records.signatures import check_signature

    check_signature(record, text_of(signature), text_of(public_key).encode())


def _tell(found: Verification, lang: Language, *, with_root: bool, signed: bool) -> None:
    """Print what was found, notes first, and the answer as the last line."""
    for note in found.notes:
        tell(note.render(lang), err=True)
    for finding in found.findings[:_MOST_SHOWN]:
        tell(finding.render(lang))
    more = len(found.findings) - _MOST_SHOWN
    if more > 0:
        tell(f"… và {more} phát hiện nữa" if lang == "vi" else f"… and {more} more findings")
    header = found.record.header
    counts = header.get("counts")
    numbers = [counts.get(sort, 0) if isinstance(counts, dict) else "?" for sort in ("unit", "statement", "decision")]
    if not found.is_sound:
        count = len(found.findings)
        vi, en = (
            f"✗ bản ghi không nguyên vẹn: {count} phát hiện",
            f"✗ the record is not as it was made: {count} findings",
        )
    else:
        vi = "✓ {} đơn vị, {} số liệu, {} kết luận tính lại đều khớp".format(*numbers)
        en = "✓ {} units, {} statements, {} decisions: decided again, all are the same".format(*numbers)
    vi += f"; ngày đánh giá {header.get('as_of')}; giá trị gốc {found.root}"
    en += f"; assessed as of {header.get('as_of')}; root {found.root}"
    if signed and found.is_sound:
        vi, en = f"{vi}; chữ ký đúng", f"{en}; the signature is right"
    elif not with_root:
        vi += " (chưa so với giá trị gốc đã ký: thêm --root)"
        en += " (not held against one that was signed: add --root)"
    tell(vi if lang == "vi" else en)


def _verify_proof(proof: dict[str, Any], root: str | None, form: str, lang: Language) -> None:
    """Check a proof, print the decision that it shows, and exit."""
    from ...exchange.records.proofs import verify_proof
    from ...report.diagnostics import as_json

    if root is None:
        stop(
            "chứng minh cần --root, lấy từ văn bản đã ký"
            if lang == "vi"
            else "a proof needs --root, from a signed paper"
        )
    wrong = list(verify_proof(proof, root))
    if form == "json":
        tell(as_json(wrong))
    else:
        for each in wrong:
            tell(each.render(lang))
        for shown in () if wrong else proof["shown"]:
            line = shown["line"]
            if line["line"] == "decision":
                tell(f"✓ {line['unit']} · {line['rule']} · {line['as_of']}: {line['outcome']}")
    sys.exit(FINDINGS if wrong else FINE)
