"""Proofs that one decision is in a record with a root, without showing the others."""

from collections.abc import Iterator
from typing import Any

from ...model.arguments import checks_arguments
from ...model.key import RECOGNITION, RuleKey
from ...model.problem import Diagnostic, ReplayError
from ...model.text import printable
from .canonical import plain_of
from .comparing import named
from .lines import FORMAT, KEYS, Line, LineKey, key_of, leaf_of
from .merkle import audit_path, root_from
from .messages import record_problem
from .record import HEADER, AssessmentRecord

_SORTS = {sort: place for place, sort in enumerate(KEYS)}


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
    top = next(
        (
            key
            for asked in (
                [str(rule)] if "/" in str(rule) else [str(RuleKey(id, str(rule))) for id in header["decided"]]
            )
            if (key := (_SORTS["decision"], 0, unit, asked, header["as_of"])) in record.lines
        ),
        None,
    )
    if top is None:
        what = printable(f"{rule} · {unit}")
        raise ReplayError(record_problem("NTM836", what=what, what_en=what))
    keys = sorted({HEADER, *_shown(record, top, below=below)})
    places = {key: index for index, key in enumerate(record.lines)}
    return {
        "proof": FORMAT,
        "root": record.root,
        "leaves": len(record.lines),
        "shown": [
            {
                "index": places[key],
                "line": record.lines[key],
                "path": [node.hex() for node in audit_path(record.leaves, places[key])],
            }
            for key in keys
        ],
    }


def _shown(record: AssessmentRecord, key: LineKey, *, below: bool) -> Iterator[LineKey]:
    """The lines that a decision is read with."""
    waiting, seen = [key], set[LineKey]()
    units = {line["code"]: key for key, line in record.of_sort("unit")}
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        line = record.lines[one]
        _, _, unit, rule, day = one
        yield one
        yield units[unit]
        yield _SORTS["rule"], 0, rule, day, ""
        for number in _statements(line):
            yield _SORTS["statement"], number, "", "", ""
        children: list[list[str]] = line.get("children", []) if below else []
        for child in children:
            asked, whose, when = (*child, *(rule, unit, day)[len(child) :])
            waiting.append((_SORTS["decision"], 0, whose, asked, when))


def _statements(line: Line) -> Iterator[int]:
    """The numbers of the statements that a decision names."""
    for part in (*line.get("reasons", ()), *line.get("notices", ())):
        yield from part.get("facts", ())
    yield from (*line.get("published", ()), *line.get("superseded", ()))


def proof_from_text(content: str, file: str) -> dict[str, Any] | None:
    """The proof in the content of a file; None where it holds something else."""
    try:
        plain = plain_of(content)
    except (ValueError, RecursionError):
        return None
    return plain if isinstance(plain, dict) and "proof" in plain else None


def verify_proof(proof: dict[str, Any], root: str) -> Iterator[Diagnostic]:
    """The faults of a proof: lines that do not lead to the root that is known, or none that is a decision."""
    shown, size = proof.get("shown"), proof.get("leaves")
    if proof.get("proof") != FORMAT or not isinstance(shown, list) or type(size) is not int:
        yield record_problem("NTM821", why="proof, leaves, shown", why_en="proof, leaves, shown")
        return
    sorts: set[str] = set()
    for each in shown:
        try:
            line, index = each["line"], each["index"]
            sorts.add(line["line"])
            key_of(line)
            path = [bytes.fromhex(node) for node in each["path"]]
            found = root_from(leaf_of(line), index, size, path)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            why = printable(str(error))[:200]
            yield record_problem("NTM821", why=why, why_en=why)
            continue
        if found is None or found.hex() != root.strip().lower():
            yield record_problem("NTM835", None, **named(line))
    for sort in ("record", "decision"):
        if sort not in sorts:
            yield record_problem("NTM835", what=f"không có dòng '{sort}'", what_en=f"there is no line '{sort}'")
