"""Proofs that one decision is in a record with a root, without showing the others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...model.arguments import checks_arguments
from ...model.key import RECOGNITION, RuleKey
from ...model.problem import Diagnostic, ReplayError
from ...model.spelling import composed
from ...model.text import printable
from .differing import named
from .lines import FORMAT, Line, key_of, leaf_of
from .merkle import audit_path, plain_of, root_from
from .messages import record_problem
from .record import AssessmentRecord, not_a_line, root_of_text
from .record_source import MOST_HELD, text_of


@checks_arguments
def prove_decision(
    record: AssessmentRecord, unit: str, rule: RuleKey | str = RECOGNITION, *, below: bool = False
) -> dict[str, Any]:
    """The proof of a decision: its line with those of its rule, its unit and the statements it names, each with its path.

    `rule` is a key, or a code of the rulesets that were asked for. With `below` all that it rests on are shown as well.
    Raises ReplayError where there is no such decision.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> record = ntm.record_assessment(ntm.evaluate(program, ntm.Unit("T", "Tam Đường", "township"), []))
    >>> proof = prove_decision(record, "T", "3.3")
    >>> [shown["line"]["line"] for shown in proof["shown"]], list(verify_proof(proof, record.root))
    (['record', 'unit', 'rule', 'decision'], [])
    """
    header = record.header
    keys = [str(rule)] if "/" in str(rule) else [str(RuleKey(id, str(rule))) for id in header["decided"]]
    of_unit = {(line["rule"], line["as_of"]): position for position, line in _decisions(record, unit)}
    top = next((of_unit[key] for rule_key in keys if (key := (rule_key, header["as_of"])) in of_unit), None)
    if top is None:
        what = printable(f"{rule} · {unit}")
        raise ReplayError(record_problem("NTM836", what=what, what_en=what))
    positions = sorted({0, *_shown(record, top, below=below)})
    leaves = [record.leaf(position) for position in range(len(record))]
    return {
        "proof": FORMAT,
        "root": record.root,
        "leaves": len(record),
        "shown": [
            {"index": position, "line": line, "path": [node.hex() for node in audit_path(leaves, position)]}
            for position, line in zip(positions, record.lines(positions), strict=True)
        ],
    }


def _decisions(record: AssessmentRecord, unit: str) -> Iterator[tuple[int, Line]]:
    positions = record.decided.get(composed(unit), range(0))
    return zip(positions, record.lines(positions), strict=True)


def _shown(record: AssessmentRecord, top: int, *, below: bool) -> Iterator[int]:
    """The positions of the lines that a decision is read with."""
    waiting, seen = [top], set[int]()
    units = {line["code"]: position for position, line in record.of_sort("unit")}
    rules = {(line["rule"], line["as_of"]): position for position, line in record.of_sort("rule")}
    while waiting:
        position = waiting.pop()
        if position in seen:
            continue
        seen.add(position)
        [line] = record.lines([position])
        unit, rule, day = line["unit"], line["rule"], line["as_of"]
        yield from (position, units[unit], rules[rule, day])
        yield from (record.sorts["statement"][number] for number in _statements(line))
        children: list[list[str]] = line.get("children", []) if below else []
        wanted = {(*child, *(rule, unit, day)[len(child) :]) for child in children}
        for whose in dict.fromkeys(whose for _, whose, _ in wanted):
            decisions = _decisions(record, whose)
            waiting += (place for place, line in decisions if (line["rule"], whose, line["as_of"]) in wanted)


def _statements(line: Line) -> Iterator[int]:
    """The numbers of the statements that a decision names."""
    for part in (*line.get("reasons", ()), *line.get("notices", ())):
        yield from part.get("facts", ())
    yield from (*line.get("published", ()), *line.get("superseded", ()))


def read_proof(path: Path) -> dict[str, Any] | None:
    """The proof in a file; None where it holds something else, or cannot be read."""
    try:
        plain = plain_of(text_of(path, MOST_HELD))
    except (ReplayError, ValueError, RecursionError):
        return None
    return plain if isinstance(plain, dict) and "proof" in plain else None


def verify_proof(proof: dict[str, Any], root: str) -> Iterator[Diagnostic]:
    """The faults of a proof: lines that do not lead to the root that is known, or none that is a decision.

    Raises ArgumentError for a root that is none: 64 hexadecimal digits.
    """
    root = root_of_text(root)
    shown, size = proof.get("shown"), proof.get("leaves")
    if proof.get("proof") != FORMAT or not isinstance(shown, list) or type(size) is not int:
        yield record_problem("NTM821", why="proof, leaves, shown", why_en="proof, leaves, shown")
        return
    sorts: set[str] = set()
    for entry in shown:
        try:
            line, index = entry["line"], entry["index"]
            sorts.add(line["line"])
            key_of(line)
            path = [bytes.fromhex(node) for node in entry["path"]]
            own_root = root_from(leaf_of(line), index, size, path)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            yield not_a_line(error)
            continue
        if own_root is None or own_root.hex() != root:
            yield record_problem("NTM835", None, **named(line))
    for sort in ("record", "decision"):
        if sort not in sorts:
            yield record_problem("NTM835", what=f"không có dòng '{sort}'", what_en=f"there is no line '{sort}'")
