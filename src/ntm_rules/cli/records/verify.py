"""The command that checks a record of an assessment, or a proof from one: `verify`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..common.output import paper_options, put, put_paper
from ..common.shared import FINDINGS, FINE, PATH, RuleFolders, language_option, library_of, rulesets_option, stop
from ..common.work import processors

if TYPE_CHECKING:
    from ...exchange.records.record import AssessmentRecord
    from ...exchange.records.verifying import Verification
    from ...model.text import Language
    from ...report.papers.paper import Paper, PaperBlock

_MOST_SHOWN = 50
_MANY = 100_000
"""More lines than these are shared among as many processes as there are processors."""


@click.command()
@click.argument("file", type=PATH)
@click.option("--root", metavar="HEX", help="Giá trị gốc trong văn bản đã ký / The root that a signed paper has.")
@click.option(
    "--self-contained",
    is_flag=True,
    help="Theo tệp quy tắc kèm trong bản ghi / By the rule files that the record carries.",
)
@click.option("--signature", metavar="FILE", type=PATH, help="Chữ ký rời / A detached signature.")
@click.option(
    "--public-key",
    metavar="PEM",
    type=PATH,
    help="Khóa công khai của cơ quan / The public key of the office.",
)
@paper_options("json")
@rulesets_option
@language_option
def verify(
    file: Path,
    root: str | None,
    self_contained: bool,
    signature: Path | None,
    public_key: Path | None,
    form: str,
    output: Path | None,
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
        stop("--signature và --public-key đi cùng nhau", "--signature and --public-key go together")
    if self_contained and (rulesets.instead or rulesets.over):
        stop("--self-contained không dùng cùng --rulesets, --with", "--self-contained is instead of --rulesets, --with")
    try:
        proof = read_proof(file)
        if proof is not None:
            if signature is not None and public_key is not None:
                root = str(proof.get("root")) if root is None else root
                _check_signature(root, signature, public_key)
            _verify_proof(proof, root, form, output, lang, signed=signature is not None)
        record = read_record(file)
        if signature is not None and public_key is not None:
            _check_signature(record, signature, public_key)
        library = None if self_contained else library_of(rulesets)
        processes = processors() if len(record) > _MANY else 0
        verification = verify_record(record, library, root=root, self_contained=self_contained, processes=processes)
    except NtmError as error:
        stop(error)
    if form == "json":
        put([as_json([*verification.findings, *verification.notes]), "\n"], output, form)
    else:
        paper = _record_paper(verification, lang, with_root=root is not None, signed=signature is not None)
        put_paper(paper, output, form, date.today())
    sys.exit(FINE if verification.is_sound else FINDINGS)


def _check_signature(record: AssessmentRecord | str, signature: Path, public_key: Path) -> None:
    from ...exchange.records.record_source import text_of
    from ...exchange.records.signatures import check_signature

    check_signature(record, text_of(signature), text_of(public_key).encode())


def _record_paper(verification: Verification, lang: Language, *, with_root: bool, signed: bool) -> Paper:
    """The answer, what was found, and what has moved on since."""
    from ...exchange.records.differing import shown_day, shown_text
    from ...model.text import Text
    from ...report.diagnostics import diagnostic_item
    from ...report.pages.two_languages import filled
    from ...report.papers.paper import Heading, Paper, plain

    header = verification.record.header
    counts = header.get("counts")
    numbers = {
        sort: filled(Text("{count}"), count=counts.get(sort, 0) if isinstance(counts, dict) else "?")
        for sort in ("unit", "statement", "decision")
    }
    if verification.is_sound:
        answer = filled(Text(*_SOUND), **numbers)
    else:
        answer = filled(
            Text(*(_LACKS_RULES if verification.lacks_rules else _ALTERED)), count=len(verification.findings)
        )
    as_of, known_on = header.get("as_of"), header.get("known_on")
    days = {
        "as_of": Text(shown_day(as_of), shown_text(as_of)),
        "known_on": Text(shown_day(known_on), shown_text(known_on)),
    }
    by = _SIGNED if signed and verification.is_sound else ("", "") if with_root else _NOT_HELD
    remarks = (
        filled(Text(*(_AS_OF if known_on is None else _AS_KNOWN)), **days),
        filled(Text(*_ROOT), root=verification.root, by=Text(*by)),
    )
    blocks: list[PaperBlock] = [diagnostic_item(finding, lang) for finding in verification.findings[:_MOST_SHOWN]]
    if (more := len(verification.findings) - _MOST_SHOWN) > 0:
        blocks.append(plain(filled(Text(*_MORE), count=more), item=True))
    if verification.notes:
        blocks += [Heading(Text(*_SINCE)), *(diagnostic_item(note, lang) for note in verification.notes)]
    return Paper(None, answer, remarks, tuple(blocks))


_SOUND = (
    "✓ {unit} đơn vị, {statement} số liệu, {decision} kết luận tính lại đều khớp",
    "✓ decided again, all the same: units {unit}, statements {statement}, decisions {decision}",
)
_LACKS_RULES = (
    "? chưa tính lại được vì thiếu tệp quy tắc: chưa biết các kết luận có đúng hay không",
    "? not decided again, for rule files are missing: whether its decisions are right is not known",
)
_ALTERED = (
    "✗ bản ghi không nguyên vẹn; số điểm sai khác: {count}",
    "✗ the record is not as it was made; differences found: {count}",
)
_AS_OF = "Ngày đánh giá {as_of}", "Assessed as of {as_of}"
_AS_KNOWN = (
    "Ngày đánh giá {as_of}, theo số liệu biết đến ngày {known_on}",
    "Assessed as of {as_of}, as known on {known_on}",
)
_ROOT = "Giá trị gốc {root}{by}", "Root {root}{by}"
_SIGNED = "; chữ ký đúng", "; the signature is right"
_NOT_HELD = (
    " (chưa so với giá trị gốc đã ký: thêm --root)",
    " (not held against one that was signed: add --root)",
)
_MORE = "… và {count} điểm khác nữa", "… and {count} more"
_SINCE = (
    "Tệp quy tắc đã thay đổi từ đó, không phải sai khác",
    "What has moved on since in the rule files, and is no finding",
)


def _verify_proof(
    proof: dict[str, Any], root: str | None, form: str, output: Path | None, lang: Language, *, signed: bool
) -> None:
    """Check a proof, print the decisions that it shows and how far that goes, and exit."""
    from ...exchange.records.proofs import verify_proof
    from ...report.diagnostics import as_json, diagnostics_paper

    if root is None:
        stop(
            "chứng minh cần --root, lấy từ văn bản đã ký, hoặc --signature cùng --public-key",
            "a proof needs --root, from a signed paper, or --signature with --public-key",
        )
    wrong = list(verify_proof(proof, root))
    if form == "json":
        put([as_json(wrong), "\n"], output, form)
    else:
        lines = [shown["line"] for shown in proof["shown"]]
        paper = diagnostics_paper(wrong, lang) if wrong else _proof_paper(lines, root, lang, signed=signed)
        put_paper(paper, output, form, date.today())
    sys.exit(FINDINGS if wrong else FINE)


def _proof_paper(lines: list[dict[str, Any]], root: str, lang: Language, *, signed: bool) -> Paper:
    """The decisions that a proof shows, with the names of units and rules, and what was proved of them."""
    from ...exchange.records.differing import shown_day, shown_text
    from ...model.key import RECOGNITION
    from ...model.outcome import Outcome
    from ...model.text import Text
    from ...report.pages.two_languages import filled
    from ...report.papers.paper import Paper, plain
    from ...report.words.rule_kinds import kind_of_code, outcome_word

    units = {line.get("code"): line.get("name") for line in lines if line["line"] == "unit"}
    rules = {(line["rule"], line["as_of"]): line.get("name") for line in lines if line["line"] == "rule"}
    decisions = [line for line in lines if line["line"] == "decision"]
    items = []
    for line in decisions:
        unit, rule, day = line["unit"], line["rule"], line["as_of"]
        name = rules.get((rule, day))
        called = [units.get(unit), (name.get(lang) or name.get("vi")) if isinstance(name, dict) else None]
        names = ", ".join(shown_text(name) for name in called if name)
        outcome = line.get("outcome")
        if outcome in [known.value for known in Outcome]:
            outcome = outcome_word(kind_of_code(rule.partition("#")[2] or RECOGNITION), Outcome(outcome), lang)
        about = " · ".join((shown_text(unit), shown_text(rule), shown_day(day) if lang == "vi" else shown_text(day)))
        items.append(plain(f"{about} ({names}): {shown_text(outcome)}", item=True))
    by = Text(*(_SIGNED if signed else ("", "")))
    return Paper(None, filled(Text(*_PROVED), count=len(decisions), root=root, by=by), (), tuple(items))


_PROVED = (
    "✓ {count} kết luận có trong bản ghi có giá trị gốc {root}{by}; chứng minh không tính lại kết luận",
    "✓ decisions that are in the record with the root {root}: {count}{by}; a proof decides nothing again",
)
