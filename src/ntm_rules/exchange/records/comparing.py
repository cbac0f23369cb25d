"""Differences between a record and the same assessment made again, each told by what it is about."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from ...model.library import Library
from ...model.problem import Diagnostic
from ...model.text import Text
from .checking import Checking, RuleOnDay, checked_parts
from .contents import AssessmentInput, header_line, shared_lines
from .differing import Named, line_problems, named, other_parts, shown_day, shown_text, was_and_now
from .lines import SEALS, Line, LineKey, key_of, measure_line
from .merkle import differences
from .messages import record_problem
from .record import AssessmentRecord


def compared(
    record: AssessmentRecord, inputs: AssessmentInput, library: Library, processes: int = 0
) -> Iterator[Diagnostic]:
    """The findings, and the notes on rule files that have moved on, from a record and the same assessment made again.

    A decision that rests on a rule which means something else by now is not told by itself: the rule is. With processes the
    units are shared among them.
    """
    again = {key_of(line): line for line in shared_lines(inputs, record.stated)}
    recorded_keys: set[LineKey] = set()
    changed: dict[RuleOnDay, tuple[int, Line]] = {}
    shown: list[tuple[Line, Diagnostic]] = []
    notes: list[Diagnostic] = []
    mended: list[RuleOnDay] = []
    for sort in ("unit", "rule"):
        for position, line in record.of_sort(sort):
            key, place = key_of(line), record.place(position)
            recorded_keys.add(key)
            now = again.get(key)
            if now is None:
                shown.append((line, record_problem("NTM825", place, **named(line))))
            elif sort == "rule" and line.get("meaning") != now["meaning"]:
                changed[line["rule"], line["as_of"]] = position, line
            elif sort == "rule" and line.get("wording") != now["wording"] and not other_parts(line, now, _WORDS):
                mended.append((line["rule"], line["as_of"]))
                notes.append(record_problem("NTM831", place, **named(line)))
            else:
                shown += ((line, problem) for problem in line_problems(line, now, place))
    for key, line in again.items():
        if key not in recorded_keys and line["line"] != "measure":
            shown.append((line, record_problem("NTM824", None, **named(line))))
    checked = checked_parts(Checking(record, inputs, frozenset(changed)), processes)
    shown += checked.shown
    # A measure that something is stated about, and that the catalogue has no longer, keeps the statement from being read.
    gone = [
        line
        for _, line in record.of_sort("measure")
        if line["measure"] in record.stated - inputs.library.measures.keys()
    ]
    again |= {key_of(line): line for line in gone}
    now = header_line(inputs, record.stated, _counts(record, again.values(), checked.more))
    yield from _header(record, now, changed, mended)
    yield from _measures(record, again, library, is_changed=bool(changed))
    for rule, (position, line) in changed.items():
        yield record_problem("NTM827", record.place(position), **named(line), count=checked.resting[rule])
    yield from checked.wrong
    yield from _causes_first(shown)
    yield from notes
    yield from _later_versions(record, library)


def _counts(record: AssessmentRecord, again: Iterable[Line], more: int) -> Mapping[str, int]:
    """The number of lines of each sort that the record should have; `more` decisions than it has."""
    counts = Counter(line["line"] for line in again)
    for sort in ("text", "statement", "decision"):
        counts[sort] = len(record.sorts.get(sort, ())) + (more if sort == "decision" else 0)
    return +counts


_WORDS = ("wording", "name", "provenance", *SEALS)


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
    place, about = record.place(0), named(record.header)
    # A rule that means something else may read other measures.
    apart = ("engine", "rulesets", "leaf", "root", *(("counts",) if changed else ()))
    own, again = (
        {name: header[name] for name in sorted(header) if name not in apart}
        for header in (was, {**now, "leaves": len(record)})
    )
    for way, part, other in differences(own, again):
        yield record_problem("NTM826", place, **about, part=way, **was_and_now(part, other))
    rulesets = {(ruleset["ruleset"], ruleset["as_of"]): ruleset for ruleset in now["rulesets"]}
    changed_rulesets, mended_rulesets = (
        {(rule.split("#")[0], day) for rule, day in rules} for rules in (changed, mended)
    )
    for applied in was["rulesets"]:
        other = rulesets.pop((applied["ruleset"], applied["as_of"]), None)
        what = of_ruleset(applied)
        if other is None:
            yield record_problem("NTM825", place, **what)
        elif applied.get("meaning") != other["meaning"]:
            if (applied["ruleset"], applied["as_of"]) not in changed_rulesets:
                yield record_problem("NTM827", place, **what, count=0)
        elif applied.get("wording") != other["wording"] and not other_parts(applied, other, _RULESET_WORDS):
            if (
                other_parts(applied, other, ("wording",))
                or (applied["ruleset"], applied["as_of"]) not in mended_rulesets
            ):
                yield record_problem("NTM831", place, **what)
        else:
            for way, part, now_ in differences(applied, other):
                yield record_problem("NTM826", place, **what, part=way, **was_and_now(part, now_))
    for applied in rulesets.values():
        yield record_problem("NTM824", place, **of_ruleset(applied))


_RULESET_WORDS = ("wording", "title", "instruments")


def of_ruleset(applied: Line) -> Named:
    """A version of a ruleset as it was applied, as the details of a message."""
    day, day_vi = shown_text(str(applied["as_of"])), shown_day(str(applied["as_of"]))
    name = "@".join(shown_text(applied[part]) for part in ("ruleset", "version") if part in applied)
    return {"what": f"bộ tiêu chí {name} áp dụng ngày {day_vi}", "what_en": f"ruleset {name} as applied on {day}"}


def _measures(
    record: AssessmentRecord, again: Mapping[LineKey, Line], library: Library, *, is_changed: bool
) -> Iterator[Diagnostic]:
    """Measures whose bounds are others by now, and lines of measures that are missing or too many."""
    recorded_keys = set[LineKey]()
    for position, line in record.of_sort("measure"):
        key, place = key_of(line), record.place(position)
        recorded_keys.add(key)
        if key not in again and not is_changed:
            yield record_problem("NTM825", place, **named(line))
        if line["measure"] not in library.measures:
            continue
        own = measure_line(library.measures[line["measure"]])
        if other_parts(line, own, (*_BOUNDS, "leaf")):
            yield from line_problems(line, {**own, **{name: line[name] for name in _BOUNDS if name in line}}, place)
        elif other_parts(line, own, ("leaf",)):
            was, now = (" … ".join(str(entry.get(name, "")) for name in _BOUNDS) for entry in (line, own))
            yield record_problem("NTM832", place, measure=line["measure"], was=was, now=now)
    for key, line in again.items():
        if line["line"] == "measure" and key not in recorded_keys and not is_changed:
            yield record_problem("NTM824", None, **named(line))


_BOUNDS = ("minimum", "maximum", "decimals")


def _later_versions(record: AssessmentRecord, library: Library) -> Iterator[Diagnostic]:
    """Versions filed since that were in force by the day assessed: the record could not know them."""
    for id, known in record.header["versions"].items():
        for version in library.versions.get(id, ()):
            day = version.version.isoformat()
            if day not in known and day <= record.header["as_of"]:
                known_days = Text(", ".join(map(shown_day, known)), ", ".join(known))
                yield record_problem("NTM833", ruleset=id, version=version.version, known=known_days)
