"""Differences between a record and the same assessment made again, each told by what it is about."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ...model.key import LEVEL, RuleKey
from ...model.library import Library
from ...model.problem import Diagnostic
from ...model.text import json_text, printable, shortened
from ...program.terms import OutcomeOf, walk
from .canonical import differences
from .contents import AssessmentInput, programs_of
from .lines import SEALS, Line, LineKey, key_of, measure_line
from .messages import record_problem
from .record import AssessmentRecord

Named = dict[str, object]
RuleOnDay = tuple[str, str]
"""A rule key and the day on which it was applied."""


def named(line: Mapping[str, Any]) -> Named:
    """The subject of a line, as the details `what` and `what_en` of a message."""
    unit = _text(line.get("unit"))
    match line["line"]:
        case "record":
            return {"what": "dòng đầu của bản ghi", "what_en": "the first line of the record"}
        case "text":
            return {"what": f"văn bản kèm theo số {line['number']}", "what_en": f"text {line['number']}"}
        case "unit":
            code = _text(line.get("code", line["number"]))
            return {"what": f"đơn vị {code}", "what_en": f"unit {code}", "unit": code}
        case "measure":
            name = _text(line["measure"])
            return {"what": f"chỉ số {name}", "what_en": f"measure {name}", "measure": name}
        case "statement":
            about = _text(line.get("measure") or line.get("rule") or "?")
            number, day = line["number"], _text(line.get("as_of", "?"))
            return {
                "what": f"số liệu {number} ({unit}, {about}, {day})",
                "what_en": f"statement {number} ({unit}, {about}, {day})",
                "unit": unit,
                "measure": about,
            }
        case "rule":
            rule, day = _text(line["rule"]), _text(line["as_of"])
            return {"what": f"quy tắc {rule} ngày {day}", "what_en": f"rule {rule} on {day}", "rule": rule}
    rule, day = _text(line["rule"]), _text(line["as_of"])
    return {
        "what": f"kết luận {rule} của {unit} ngày {day}",
        "what_en": f"the decision on {rule} for {unit} on {day}",
        "unit": unit,
        "rule": rule,
    }


def _text(value: object) -> str:
    return printable(shortened(value) if not isinstance(value, str) else value)[:120]


_MOST_PARTS = 5
"""So many differences of one decision are told one by one."""


def compared(
    record: AssessmentRecord, made: Sequence[Line], given: AssessmentInput, library: Library
) -> Iterator[Diagnostic]:
    """The findings, and the notes on rule files that have moved on, from a record and the same assessment made again.

    A decision that rests on a rule which means something else by now is not told by itself: the rule is.
    """
    again = {key_of(line): line for line in made}
    changed: dict[RuleOnDay, LineKey] = {}
    problems: list[tuple[Line, Diagnostic]] = []
    notes: list[Diagnostic] = []
    mended: list[RuleOnDay] = []
    for key, line in record.lines.items():
        now, place = again.get(key), record.places.get(key)
        match line["line"]:
            case "record" | "text" | "measure":
                pass
            case _ if now is None:
                problems.append((line, record_problem("NTM825", place, **named(line))))
            case "rule" if line.get("meaning") != now["meaning"]:
                changed[line["rule"], line["as_of"]] = key
            case "rule" if line.get("wording") != now["wording"] and not _other_parts(line, now, _WORDS):
                mended.append((line["rule"], line["as_of"]))
                notes.append(record_problem("NTM831", place, **named(line)))
            case _:
                problems += ((line, each) for each in _parts(line, now, record, key))
    for key, line in again.items():
        if key not in record.lines and line["line"] not in ("record", "measure"):
            problems.append((line, record_problem("NTM824", None, **named(line))))
    yield from _header(record, made[0], changed, mended)
    yield from _measures(record, again, library, is_changed=bool(changed))
    causes, count = _Causes(given, changed.keys()), dict.fromkeys(changed, 0)
    shown: list[tuple[Line, Diagnostic]] = []
    for line, problem in problems:
        found = causes.of(line["rule"], line["as_of"]) if line["line"] == "decision" else frozenset()
        for rule in found:
            count[rule] += 1
        if not found:
            shown.append((line, problem))
    for rule, key in changed.items():
        place, about = record.places.get(key), named(record.lines[key])
        yield record_problem("NTM827", place, **about, count=count[rule])
    yield from _causes_first(shown)
    yield from notes
    yield from _later_versions(record, library)


_WORDS = ("wording", "name", "provenance", *SEALS)


def _other_parts(line: Line, now: Line, but: tuple[str, ...]) -> bool:
    return any(line.get(name) != now.get(name) for name in line.keys() | now.keys() if name not in but)


def _parts(line: Line, now: Line, record: AssessmentRecord, key: LineKey) -> Iterator[Diagnostic]:
    """The parts in which a line differs, each with the measure that it is about."""
    if line == {**now, "leaf": line.get("leaf")}:
        return
    was = {name: part for name, part in line.items() if name not in SEALS}
    found = list(differences(was, {name: part for name, part in now.items() if name not in SEALS}))
    place, about = record.places.get(key), named(line)
    for way, before, after in found[:_MOST_PARTS]:
        measure = _measure_at(way, line)
        part = f"{way} ({measure})" if measure else way
        yield record_problem("NTM826", place, **about, part=part, **_was_and_now(before, after))


def _was_and_now(before: object, after: object) -> Named:
    def shown(value: object, nothing: str) -> str:
        return nothing if value is None else printable(json_text(value))[:160]

    return {
        "was": shown(before, "không có"),
        "was_en": shown(before, "nothing"),
        "now": shown(after, "không có"),
        "now_en": shown(after, "nothing"),
    }


def _measure_at(way: str, line: Line) -> str | None:
    """The measure of the reason that a way leads into, if it has one."""
    number = way.removeprefix("reasons[").partition("]")[0]
    reasons = line.get("reasons")
    if not way.startswith("reasons[") or not isinstance(reasons, list) or int(number) >= len(reasons):
        return None
    reason = reasons[int(number)]
    measure = reason.get("measure") if isinstance(reason, dict) else None
    return measure if isinstance(measure, str) else None


def _causes_first(shown: list[tuple[Line, Diagnostic]]) -> Iterator[Diagnostic]:
    """Problems, those of decisions with others below them last: what was altered comes before what follows from it."""
    at_fault = {(line["unit"], line["rule"], line["as_of"]) for line, _ in shown if line["line"] == "decision"}

    def follows(line: Line) -> bool:
        if line["line"] != "decision" or not isinstance(line.get("children"), list):
            return False
        below = [child for child in line["children"] if isinstance(child, list) and child]
        own = (line["rule"], line["unit"], line["as_of"])
        references = ((*child, *own[len(child) :]) for child in below)
        return any((unit, rule, day) in at_fault for rule, unit, day in references)

    yield from (problem for line, problem in shown if not follows(line))
    yield from (problem for line, problem in shown if follows(line))


def _header(
    record: AssessmentRecord, now: Line, changed: Collection[RuleOnDay], mended: Collection[RuleOnDay]
) -> Iterator[Diagnostic]:
    """Differences of the first lines, and of the versions that were applied."""
    was = record.header
    place, about = record.places.get(next(iter(record.lines))), named(record.header)
    # A rule that means something else may read other measures.
    apart = ("engine", "rulesets", *(("counts",) if changed else ()), *SEALS)
    counts = now["counts"]
    if isinstance(was.get("counts"), dict) and "text" in was["counts"]:
        counts = {**counts, "text": was["counts"]["text"]}
    expected = {**now, "counts": counts, "leaves": len(record.lines)}
    pairs = [(name, was.get(name), expected.get(name)) for name in (*(was.keys() | now.keys()) - {*apart}, "leaves")]
    for name, before, after in sorted(pairs, key=lambda pair: pair[0]):
        for way, part, other in differences(before, after, name):
            yield record_problem("NTM826", place, **about, part=way, **_was_and_now(part, other))
    rulesets = {(each["ruleset"], each["as_of"]): each for each in now["rulesets"]}
    told, told_words = ({(rule.split("#")[0], day) for rule, day in several} for several in (changed, mended))
    for each in was["rulesets"]:
        other = rulesets.pop((each["ruleset"], each["as_of"]), None)
        what = _of_ruleset(each)
        if other is None:
            yield record_problem("NTM825", place, **what)
        elif each.get("meaning") != other["meaning"]:
            if (each["ruleset"], each["as_of"]) not in told:
                yield record_problem("NTM827", place, **what, count=0)
        elif each.get("wording") != other["wording"] and not _other_parts(each, other, _RULESET_WORDS):
            if _other_parts(each, other, ("wording",)) or (each["ruleset"], each["as_of"]) not in told_words:
                yield record_problem("NTM831", place, **what)
        else:
            for way, part, now_ in differences(each, other):
                yield record_problem("NTM826", place, **what, part=way, **_was_and_now(part, now_))
    for each in rulesets.values():
        yield record_problem("NTM824", place, **_of_ruleset(each))


_RULESET_WORDS = ("wording", "title", "instruments")


def _of_ruleset(applied: Line) -> Named:
    version, day = _text(applied.get("version")), _text(applied["as_of"])
    name = f"{_text(applied['ruleset'])}@{version}"
    return {"what": f"bộ tiêu chí {name} áp dụng ngày {day}", "what_en": f"ruleset {name} as applied on {day}"}


def _measures(
    record: AssessmentRecord, again: Mapping[LineKey, Line], library: Library, *, is_changed: bool
) -> Iterator[Diagnostic]:
    """Measures whose bounds are others by now, and lines of measures that are missing or too many."""
    for key, line in record.of_sort("measure"):
        place = record.places.get(key)
        if key not in again and not is_changed:
            yield record_problem("NTM825", place, **named(line))
        if line["measure"] not in library.measures:
            continue
        own = measure_line(library.measures[line["measure"]])
        if _other_parts(line, own, SEALS):
            was, now = (" … ".join(str(each.get(name, "")) for name in _BOUNDS) for each in (line, own))
            yield record_problem("NTM832", place, measure=line["measure"], was=was, now=now)
    for key, line in again.items():
        if line["line"] == "measure" and key not in record.lines and not is_changed:
            yield record_problem("NTM824", None, **named(line))


_BOUNDS = ("minimum", "maximum", "decimals")


def _later_versions(record: AssessmentRecord, library: Library) -> Iterator[Diagnostic]:
    """Versions filed since that were in force by the day assessed: the record could not know them."""
    for id, known in record.header["versions"].items():
        for version in library.versions.get(id, ()):
            day = version.version.isoformat()
            if day not in known and day <= record.header["as_of"]:
                yield record_problem("NTM833", ruleset=id, version=day, known=", ".join(known))


class _Causes:
    """The rules that mean something else by now, among those that a rule rests on."""

    def __init__(self, given: AssessmentInput, changed: Collection[RuleOnDay]) -> None:
        self._programs = programs_of(given)
        self._changed = changed
        self._known: dict[RuleOnDay, frozenset[RuleOnDay]] = {}

    def of(self, rule: str, day: str) -> frozenset[RuleOnDay]:
        """The changed rules that a rule rests on, itself among them."""
        if not self._changed:
            return frozenset()
        if (rule, day) not in self._known:
            self._known[rule, day] = frozenset()
            self._known[rule, day] = frozenset(self._found(rule, day))
        return self._known[rule, day]

    def _found(self, rule: str, day: str) -> Iterator[RuleOnDay]:
        if (rule, day) in self._changed:
            yield rule, day
        key = RuleKey.parse(rule)
        program = self._programs.get((key.ruleset, date.fromisoformat(day)))
        own = None if program is None else program.by_code.get(key.code)
        if program is None or own is None:
            return
        for term in walk((own.truth, own.points)):
            if isinstance(term, OutcomeOf):
                asked = RuleKey(term.program.ruleset, term.code)
                yield from self.of(str(asked), term.program.as_of.isoformat())
        for level in program.ruleset.levels if key.code.startswith(LEVEL) else ():
            if level.code != key.code:
                yield from self.of(str(RuleKey(key.ruleset, level.code)), day)
