"""Decisions of very many units as JSON Lines: each rule once, then a line for each unit, written as they are decided.

The first line says what the file is. A line with `rule` gives a rule the number by which later lines name it, with all that is
the same in each of its decisions: version, day, name, source, hash. A line with `unit` holds the decisions about it as
`to_plain(..., compact=True)` has them, without those fields: `decisions`, each below those that name its position in
`children`, and the positions of the topmost, `roots`. What is decided about another unit names it. `possible` is left out where
it is the outcome alone. Places of figures name their file by its number, told in a line with `file`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...engine.decisions import Decisions
from ...model.arguments import checks_arguments, refused
from ...model.decision import Decision
from ...model.problem import PlainFormError
from ...model.text import json_text
from ..diagnostics.messages import diagnostic
from .compact import compact_to_plain, decisions_from_compact
from .decisions import decision_to_plain

FORM = "decision_lines/1.0"
"""The form of the first line."""
OF_RULES = ("rule", "version", "as_of", "assessed", "known_on", "name", "provenance", "rule_hash")
"""Fields that all decisions of one rule on one day have alike."""


@checks_arguments
def decisions_to_lines(runs: Iterable[Decisions], *, full: bool = False) -> Iterator[str]:
    """The topmost decisions of every unit, as lines; `full`: each decision whole on a line, as in `decisions_to_json`.

    Each unit is decided when its line is asked for, and forgotten then.

    >>> import ntm_rules as ntm
    >>> from datetime import date
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> lines = decisions_to_lines([ntm.evaluate(program, ntm.Unit("T", "Tam Đường", "township"), [])])
    >>> next(lines).strip()
    '{"form": "decision_lines/1.0"}'
    """
    if full:
        for run in _checked(runs):
            for unit in run.unit_by_unit():
                yield from (_line(decision_to_plain(decision)) for decision in run.of(unit.code))
        return
    yield _line({"form": FORM})
    writer = _LineWriter()
    for run in _checked(runs):
        for unit in run.unit_by_unit():
            plain = writer.unit(unit.code, run.of(unit.code))
            yield from writer.told
            yield _line(plain)


def _checked(runs: Iterable[Decisions]) -> Iterator[Decisions]:
    for run in runs:
        if not isinstance(run, Decisions):
            raise refused("runs", run, "Decisions (evaluate)", "Decisions (evaluate)")
        yield run


class _LineWriter:
    """Numbers rules and files when they are first met; `told` are the lines that say so, before the line of the unit."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._rules: dict[tuple[object, ...], int] = {}
        self._files: dict[str, int] = {}

    def unit(self, code: str, roots: tuple[Decision, ...]) -> dict[str, Any]:
        self.told = []
        plain = compact_to_plain(roots)
        decisions = [self._shorter(one, code) for one in plain["decisions"]]
        return {"unit": code, "decisions": decisions, "roots": plain["roots"]}

    def _shorter(self, one: dict[str, Any], unit: str) -> dict[str, Any]:
        rest = {name: held for name, held in one.items() if name not in OF_RULES}
        if rest["possible"] == [rest["outcome"]]:
            del rest["possible"]
        if rest["unit"] == unit:
            del rest["unit"]
        for name in ("reasons", "children"):
            if not rest[name]:
                del rest[name]
        for fact in (fact for reason in rest.get("reasons", ()) for fact in reason.get("facts", ())):
            if "place" in fact:
                fact["place"] = {**fact["place"], "file": self._file(fact["place"]["file"])}
        return {"rule": self._rule(one), **rest}

    def _rule(self, one: dict[str, Any]) -> int:
        key = (one["rule"], one["version"], one["rule_hash"], *map(one.get, ("as_of", "assessed", "known_on")))
        number = self._rules.get(key)
        if number is None:
            number = self._rules[key] = len(self._rules)
            said = {name: one[name] for name in OF_RULES if name in one}
            self.told.append(_line({"rule": number, "said": said}))
        return number

    def _file(self, file: str) -> int:
        number = self._files.get(file)
        if number is None:
            number = self._files[file] = len(self._files)
            self.told.append(_line({"file": number, "path": file}))
        return number


def _line(plain: Mapping[str, Any]) -> str:
    return json_text(plain) + "\n"


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
                    raise ValueError(f"the first line is not {json_text({'form': FORM})}")
            elif "said" in plain:
                rules[plain["rule"]] = plain["said"]
            elif "path" in plain:
                files[plain["file"]] = plain["path"]
            else:
                whole = [_whole(one, plain["unit"], rules, files) for one in plain["decisions"]]
                yield decisions_from_compact({"decisions": whole, "roots": plain["roots"]})
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            why = f"line {number}: {error}"
            raise PlainFormError(diagnostic("NTM720", None, kind="decision_lines", why=why)) from error


def _whole(
    one: dict[str, Any], unit: str, rules: Mapping[int, dict[str, Any]], files: Mapping[int, str]
) -> dict[str, Any]:
    for fact in (fact for reason in one.get("reasons", ()) for fact in reason.get("facts", ())):
        if "place" in fact:
            fact["place"]["file"] = files[fact["place"]["file"]]
    usual = {"unit": unit, "possible": [one["outcome"]], "reasons": [], "children": []}
    return {**usual, **one, **rules[one["rule"]]}
