"""Differences of a line from the same made again, each told by what it is about."""

from collections.abc import Iterator, Mapping
from typing import Any

from ...model.place import Place
from ...model.problem import Diagnostic
from ...model.text import json_text, printable, shortened
from .canonical import differences
from .lines import SEALS, Line
from .messages import record_problem

Named = dict[str, object]


def named(line: Mapping[str, Any]) -> Named:
    """The subject of a line, as the details `what` and `what_en` of a message."""
    unit = shown_text(line.get("unit"))
    match line["line"]:
        case "record":
            return {"what": "dòng đầu của bản ghi", "what_en": "the first line of the record"}
        case "text":
            return {"what": f"văn bản kèm theo số {line['number']}", "what_en": f"text {line['number']}"}
        case "unit":
            code = shown_text(line.get("code", line["number"]))
            return {"what": f"đơn vị {code}", "what_en": f"unit {code}", "unit": code}
        case "measure":
            name = shown_text(line["measure"])
            return {"what": f"chỉ số {name}", "what_en": f"measure {name}", "measure": name}
        case "statement":
            about = shown_text(line.get("measure") or line.get("rule") or "?")
            number, day = line["number"], shown_text(line.get("as_of", "?"))
            return {
                "what": f"số liệu {number} ({unit}, {about}, {day})",
                "what_en": f"statement {number} ({unit}, {about}, {day})",
                "unit": unit,
                "measure": about,
            }
        case "rule":
            rule, day = shown_text(line["rule"]), shown_text(line["as_of"])
            return {"what": f"quy tắc {rule} ngày {day}", "what_en": f"rule {rule} on {day}", "rule": rule}
    rule, day = shown_text(line["rule"]), shown_text(line["as_of"])
    return {
        "what": f"kết luận {rule} của {unit} ngày {day}",
        "what_en": f"the decision on {rule} for {unit} on {day}",
        "unit": unit,
        "rule": rule,
    }


def shown_text(value: object) -> str:
    """A value of a record in one short line."""
    return printable(shortened(value) if not isinstance(value, str) else value)[:120]


_MOST_PARTS = 5
"""So many differences of one decision are told one by one."""


def other_parts(line: Line, now: Line, but: tuple[str, ...]) -> bool:
    """True if a line differs from the same made again in other parts than some."""
    return any(line.get(name) != now.get(name) for name in line.keys() | now.keys() if name not in but)


def line_problems(line: Line, now: Line, place: Place | None) -> Iterator[Diagnostic]:
    """The parts in which a line differs from the same made again, each with the measure that it is about."""
    was = {name: part for name, part in line.items() if name not in SEALS}
    found = list(differences(was, {name: part for name, part in now.items() if name not in SEALS}))
    about = named(line)
    for way, before, after in found[:_MOST_PARTS]:
        measure = _measure_at(way, line)
        part = f"{way} ({measure})" if measure else way
        yield record_problem("NTM826", place, **about, part=part, **was_and_now(before, after))


def was_and_now(before: object, after: object) -> Named:
    """Two values as the details of a message."""

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
