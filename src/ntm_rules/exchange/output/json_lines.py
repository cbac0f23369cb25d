"""Decisions of very many units as JSON Lines: each rule once, then a line for each unit, written as they are decided.

The first line says what the file is. A line with `rule` gives a rule the number by which later lines name it, with all that is
the same in each of its decisions: version, day, name, source, hash. A line with `unit` holds the decisions about it as
`to_plain(..., compact=True)` has them, without those fields: `decisions`, each below those that name its position in
`children`, and the positions of the topmost, `roots`. What is decided about another unit names it. `possible` is left out where
it is the outcome alone.

What facts of a unit have alike is told once in its line: `circumstances`, of which each fact names one by its position, `in`:
its record, unit (where that is another than the line's), days, source, evidence, assurance, and place. Its place has the file
by its number, told in a line with `file`, and the fact `columns`, the first and the end. A fact has no `measure` and no `value`
where they are the `measure` and what is `observed` of its reason, and no `rule` where that is the rule decided.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...engine.decisions import Decisions
from ...model.arguments import checks_arguments, refused
from ...model.decision import Decision
from ...model.problem import PlainFormError
from ...model.text import Text, json_text
from ..diagnostics.messages import diagnostic
from .converter import NOTICES, decision_without
from .decisions import compact_to_plain, decision_to_plain, decisions_from_compact
from .plain_values import MisfitError, complaint_of

FORM = "decision_lines/2.0"
"""The form of the first line."""
OF_RULES = ("rule", "version", "as_of", "assessed", "known_on", "name", "provenance", "rule_hash")
"""Fields that all decisions of one rule on one day have alike."""
_OF_FACTS = ("measure", "rule", "value", "version")
"""Fields in which facts in the same circumstances differ, beside their columns."""
_WHOLE, _SHORT = decision_without(), decision_without(*OF_RULES)


@checks_arguments
def decisions_to_lines(runs: Iterable[Decisions], *, full: bool = False) -> Iterator[str]:
    """The topmost decisions of every unit, as lines; `full`: each decision whole on a line, as in `decisions_to_json`.

    Each unit is decided when its line is asked for, and forgotten then.

    >>> import ntm_rules as ntm
    >>> from datetime import date
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> lines = decisions_to_lines([ntm.evaluate(program, ntm.Unit("T", "Tam Đường", "township"), [])])
    >>> next(lines).strip()
    '{"form":"decision_lines/2.0"}'
    """
    if full:
        for run in _checked(runs):
            for unit in run.unit_by_unit():
                yield from (_line(decision_to_plain(decision)) for decision in run.of(unit.code))
        return
    yield _line({"form": FORM})
    writer = LineWriter()
    for run in _checked(runs):
        for unit in run.unit_by_unit():
            yield from writer.lines(unit.code, run.of(unit.code))


def _checked(runs: Iterable[Decisions]) -> Iterator[Decisions]:
    for run in runs:
        if not isinstance(run, Decisions):
            raise refused("runs", run, "Decisions (evaluate)", "Decisions (evaluate)")
        yield run


class LineWriter:
    """Writes the lines of unit after unit; rules and files are numbered, and told in lines, when they are first met."""

    def __init__(self) -> None:
        self._first_lines: list[str] = []
        self._rules: dict[tuple[object, ...], int] = {}
        self._files: dict[str, int] = {}
        self._unit = ""
        self._circumstances: dict[tuple[object, ...], int] = {}
        self._listed: list[dict[str, Any]] = []

    def lines(self, unit: str, roots: Sequence[Decision]) -> Iterator[str]:
        """The line of the topmost decisions about a unit, after those of the rules and files that it names first."""
        self._first_lines, self._unit, self._listed = [], unit, []
        self._circumstances.clear()
        plain = compact_to_plain(roots, self._alone)
        for decision in plain["decisions"]:
            if not decision["children"]:
                del decision["children"]
        yield from self._first_lines
        yield _line({"unit": unit, "circumstances": self._listed, **plain})

    def _alone(self, decision: Decision) -> dict[str, Any]:
        plain = _SHORT(decision)
        if plain["possible"] == [plain["outcome"]]:
            del plain["possible"]
        if plain["unit"] == self._unit:
            del plain["unit"]
        rule = str(decision.rule)
        for reason in (*plain["reasons"], *plain.get(NOTICES, ())):
            if "facts" in reason:
                reason["facts"] = [self._fact(fact, reason, rule) for fact in reason["facts"]]
        if not plain["reasons"]:
            del plain["reasons"]
        return {"rule": self._rule(decision), **plain}

    def _fact(self, fact: dict[str, Any], reason: Mapping[str, Any], rule: str) -> dict[str, Any]:
        """A fact by the circumstances that it has with others, and what is its own."""
        place = fact.get("place", {})
        own = {name: fact.pop(name) for name in _OF_FACTS if name in fact}
        for name, usual in (("measure", reason.get("measure")), ("rule", rule), ("value", reason.get("observed"))):
            if usual is not None and own.get(name) == usual:
                del own[name]
        key = (*((name, value) for name, value in fact.items() if name != "place"), place.get("file"))
        key = (*key, place.get("sheet"), place.get("line"))
        number = self._circumstances.setdefault(key, len(self._listed))
        if number == len(self._listed):
            if fact["unit"] == self._unit:
                del fact["unit"]
            if place:
                rest = {name: value for name, value in place.items() if name not in ("column", "end_column")}
                fact["place"] = {**rest, "file": self._file(place["file"])}
            self._listed.append(fact)
        columns = [place.get("column", 1), place["end_column"]] if "end_column" in place else [place.get("column", 1)]
        return {"in": number, **own, **({"columns": columns} if place else {})}

    def _rule(self, decision: Decision) -> int:
        key = (
            decision.rule,
            decision.version,
            decision.rule_hash,
            decision.as_of,
            decision.assessed,
            decision.known_on,
        )
        number = self._rules.get(key)
        if number is None:
            number = self._rules[key] = len(self._rules)
            whole = _WHOLE(decision)
            words = {name: whole[name] for name in OF_RULES if name in whole}
            self._first_lines.append(_line({"rule": number, "said": words}))
        return number

    def _file(self, file: str) -> int:
        number = self._files.get(file)
        if number is None:
            number = self._files[file] = len(self._files)
            self._first_lines.append(_line({"file": number, "path": file}))
        return number


def _line(plain: Mapping[str, Any]) -> str:
    return json_text(plain, compact=True) + "\n"


@checks_arguments
def decisions_from_lines(lines: Iterable[str]) -> Iterator[tuple[Decision, ...]]:
    """The topmost decisions of each unit in turn, equal to those that `assess --format jsonl` wrote.

    Raises PlainFormError, with the number of the line, for a line that is none of these.

    >>> from ... import Unit, compile, evaluate, load_library
    >>> from datetime import date
    >>> run = evaluate(compile("vn/civilised-township", date(2024, 6, 30), load_library()), Unit("T", "T", "township"), [])
    >>> [decisions] = decisions_from_lines(decisions_to_lines([run]))
    >>> decisions == run.of("T")
    True
    """
    rules: dict[int, dict[str, Any]] = {}
    files: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        try:
            plain = json.loads(line)
            if number == 1:
                if plain != {"form": FORM}:
                    first = json_text({"form": FORM})
                    raise MisfitError(f"dòng đầu không phải là {first}", f"the first line is not {first}")
            elif "said" in plain:
                rules[plain["rule"]] = plain["said"]
            elif "path" in plain:
                files[plain["file"]] = plain["path"]
            else:
                circumstances = [_circumstances(entry, plain["unit"], files) for entry in plain["circumstances"]]
                whole = [_whole(decision, plain["unit"], rules, circumstances) for decision in plain["decisions"]]
                yield decisions_from_compact({"decisions": whole, "roots": plain["roots"]})
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            complaint = complaint_of(error)
            why = Text(f"dòng {number}: {complaint.vi}", f"line {number}: {complaint.en}")
            raise PlainFormError(diagnostic("NTM720", None, form="decision_lines", why=why)) from error


def _circumstances(fields: dict[str, Any], unit: str, files: Mapping[int, str]) -> dict[str, Any]:
    """The fields that facts in these circumstances have alike."""
    place = {"place": {**fields["place"], "file": files[fields["place"]["file"]]}} if "place" in fields else {}
    return {"unit": unit, **fields, **place}


def _whole(
    decision: dict[str, Any], unit: str, rules: Mapping[int, dict[str, Any]], circumstances: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    of_rule = rules[decision["rule"]]
    for reason in (*decision.get("reasons", ()), *decision.get(NOTICES, ())):
        if "facts" in reason:
            reason["facts"] = [_whole_fact(fact, reason, of_rule["rule"], circumstances) for fact in reason["facts"]]
    usual = {"unit": unit, "possible": [decision["outcome"]], "reasons": [], "children": []}
    return {**usual, **decision, **of_rule}


def _whole_fact(
    fact: dict[str, Any], reason: Mapping[str, Any], rule: str, circumstances: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    columns, alike = fact.pop("columns", None), circumstances[_position(fact.pop("in"))]
    about = {"measure": reason.get("measure")} if alike["record"] == "figure" else {"rule": rule}
    whole = {**alike, **about, "value": reason.get("observed"), **fact}
    if columns is not None:
        whole["place"] = {**alike["place"], **dict(zip(("column", "end_column"), columns, strict=False))}
    return whole


def _position(number: object) -> int:
    if type(number) is not int or number < 0:
        raise MisfitError(
            "circumstances phải là vị trí trong danh sách", "a fact names its circumstances by their position"
        )
    return number
