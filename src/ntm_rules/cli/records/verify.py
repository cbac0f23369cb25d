"""The command that checks a record of an assessment, or a proof from one: `verify`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..common.console import tell
from ..common.shared import FINDINGS, FINE, RuleFolders, language_option, library_of, rulesets_option, stop
from ..common.shared_work import processors

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
    only mended since (a typo, a source, a bound) are said and no finding. A proof (`prove`) needs --root, or a signature.
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
            if signature is not None and public_key is not None:
                root = str(proof.get("root")) if root is None else root
                _check_signature(root, signature, public_key)
            _verify_proof(proof, root, form, lang, signed=signature is not None)
        record = read_record(file)
        if signature is not None and public_key is not None:
            _check_signature(record, signature, public_key)
        library = None if self_contained else library_of(rulesets)
        processes = processors() if len(record) > _MANY else 0
        found = verify_record(record, library, root=root, self_contained=self_contained, processes=processes)
    except NtmError as error:
        stop(error, lang)
    if form == "json":
        tell(as_json([*found.findings, *found.notes]))
    else:
        _tell(found, lang, with_root=root is not None, signed=signature is not None)
    sys.exit(FINE if found.is_sound else FINDINGS)


def _check_signature(record: AssessmentRecord | str, signature: Path, public_key: Path) -> None:
    from ...exchange.records.record_source import text_of
    from ...exchange.records.signatures import check_signature

    check_signature(record, text_of(signature), text_of(public_key).encode())


def _tell(found: Verification, lang: Language, *, with_root: bool, signed: bool) -> None:
    """Print what was found, notes first, and the answer as the last line."""
    from ...exchange.records.differing import shown_day

    for note in found.notes:
        tell(note.render(lang), err=True)
    for finding in found.findings[:_MOST_SHOWN]:
        tell(finding.render(lang))
    more = len(found.findings) - _MOST_SHOWN
    if more > 0:
        tell(f"… và {more} điểm khác nữa" if lang == "vi" else f"… and {more} more")
    header = found.record.header
    counts = header.get("counts")
    numbers = [counts.get(sort, 0) if isinstance(counts, dict) else "?" for sort in ("unit", "statement", "decision")]
    if found.lacks_rules:
        vi, en = (
            "? chưa tính lại được vì thiếu tệp quy tắc: chưa biết các kết luận có đúng hay không",
            "? not decided again, for rule files are missing: whether its decisions are right is not known",
        )
    elif not found.is_sound:
        count = len(found.findings)
        vi, en = (
            f"✗ bản ghi không nguyên vẹn; số điểm sai khác: {count}",
            f"✗ the record is not as it was made; differences found: {count}",
        )
    else:
        vi = "✓ {} đơn vị, {} số liệu, {} kết luận tính lại đều khớp".format(*numbers)
        en = "✓ decided again, all the same: units {}, statements {}, decisions {}".format(*numbers)
    vi += f"; ngày đánh giá {shown_day(header.get('as_of'))}"
    en += f"; assessed as of {header.get('as_of')}"
    if (known_on := header.get("known_on")) is not None:
        vi, en = f"{vi}, theo số liệu biết đến ngày {shown_day(known_on)}", f"{en}, as known on {known_on}"
    vi, en = f"{vi}; giá trị gốc {found.root}", f"{en}; root {found.root}"
    if signed and found.is_sound:
        vi, en = f"{vi}; chữ ký đúng", f"{en}; the signature is right"
    elif not with_root:
        vi += " (chưa so với giá trị gốc đã ký: thêm --root)"
        en += " (not held against one that was signed: add --root)"
    tell(vi if lang == "vi" else en)


def _verify_proof(proof: dict[str, Any], root: str | None, form: str, lang: Language, *, signed: bool) -> None:
    """Check a proof, print the decisions that it shows and how far that goes, and exit."""
    from ...exchange.records.proofs import verify_proof
    from ...report.diagnostics import as_json

    if root is None:
        stop(
            "chứng minh cần --root, lấy từ văn bản đã ký, hoặc --signature cùng --public-key"
            if lang == "vi"
            else "a proof needs --root, from a signed paper, or --signature with --public-key"
        )
    wrong = list(verify_proof(proof, root))
    if form == "json":
        tell(as_json(wrong))
    else:
        for each in wrong:
            tell(each.render(lang))
        if not wrong:
            _tell_proof([shown["line"] for shown in proof["shown"]], root, lang, signed=signed)
    sys.exit(FINDINGS if wrong else FINE)


def _tell_proof(lines: list[dict[str, Any]], root: str, lang: Language, *, signed: bool) -> None:
    """Print the decisions that a proof shows, with the names of units and rules, and what was proved of them."""
    from ...exchange.records.differing import shown_day, shown_text
    from ...model.key import RECOGNITION
    from ...model.outcome import Outcome
    from ...report.words.rule_kinds import kind_of_code, outcome_word

    units = {line.get("code"): line.get("name") for line in lines if line["line"] == "unit"}
    rules = {(line["rule"], line["as_of"]): line.get("name") for line in lines if line["line"] == "rule"}
    decisions = [line for line in lines if line["line"] == "decision"]
    for line in decisions:
        unit, rule, day = line["unit"], line["rule"], line["as_of"]
        name = rules.get((rule, day))
        called = [units.get(unit), (name.get(lang) or name.get("vi")) if isinstance(name, dict) else None]
        names = ", ".join(shown_text(each) for each in called if each)
        outcome = line.get("outcome")
        if outcome in [one.value for one in Outcome]:
            outcome = outcome_word(kind_of_code(rule.partition("#")[2] or RECOGNITION), Outcome(outcome), lang)
        about = " · ".join((shown_text(unit), shown_text(rule), shown_day(day) if lang == "vi" else shown_text(day)))
        tell(f"✓ {about} ({names}): {shown_text(outcome)}")
    by = ("; chữ ký đúng", "; the signature is right") if signed else ("", "")
    vi = (
        f"✓ {len(decisions)} kết luận có trong bản ghi có giá trị gốc {root}{by[0]}; chứng minh không tính lại kết luận"
    )
    en = f"✓ decisions that are in the record with the root {root}: {len(decisions)}{by[1]}; a proof decides nothing again"
    tell(vi if lang == "vi" else en)
