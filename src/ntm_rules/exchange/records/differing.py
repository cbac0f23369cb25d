"""Differences of a line from the same made again, each told by what it is about."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ...model.place import Place
from ...model.problem import Diagnostic
from ...model.text import json_text, printable, shortened
from .lines import Line, content_of, shortest
from .merkle import differences
from .messages import record_problem

Named = dict[str, object]


def named(line: Mapping[str, Any]) -> Named:
    """The subject of a line, as the details `what` and `what_en` of a message."""
    unit = shown_text(line.get("unit"))
    match line["line"]:
        case "unit" | "statement" as sort if line.keys() == {"line", "number"}:
            noun = {"unit": "đơn vị số", "statement": "số liệu"}[sort]
            return {"what": f"{noun} {line['number']}", "what_en": f"{sort} number {line['number']}"}
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
                "what": f"số liệu {number} ({unit}, {about}, {shown_day(line.get('as_of', '?'))})",
                "what_en": f"statement {number} ({unit}, {about}, {day})",
                "unit": unit,
                "measure": about,
            }
        case "rule":
            rule, day = shown_text(line["rule"]), shown_text(line["as_of"])
            return {
                "what": f"quy tắc {rule} ngày {shown_day(line['as_of'])}",
                "what_en": f"rule {rule} on {day}",
                "rule": rule,
            }
    rule, day = shown_text(line["rule"]), shown_text(line["as_of"])
    return {
        "what": f"kết luận {rule} của {unit} ngày {shown_day(line['as_of'])}",
        "what_en": f"the decision on {rule} for {unit} on {day}",
        "unit": unit,
        "rule": rule,
    }


def shown_text(value: object) -> str:
    """A value of a record in one short line."""
    return printable(shortened(value) if not isinstance(value, str) else value)[:120]


def shown_day(value: object) -> str:
    """A day of a record as Vietnamese writes it; what is no day as any other value.

    >>> shown_day("2024-06-30"), shown_day("?")
    ('30/06/2024', '?')
    """
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}" if isinstance(value, str) else shown_text(value)
    except ValueError:
        return shown_text(value)


_MOST_PARTS = 5
"""So many differences of one decision are told one by one."""


def other_parts(line: Line, now: Line, but: tuple[str, ...]) -> bool:
    """True if a line differs from the same made again in other parts than some."""
    return any(line.get(name) != now.get(name) for name in line.keys() | now.keys() if name not in but)


def line_problems(line: Line, now: Line, place: Place | None) -> Iterator[Diagnostic]:
    """The parts in which a line differs from the same made again, each with the measure that it is about."""
    parts = [
        (way, before, after)
        for way, before, after in differences(content_of(line), content_of(now))
        # Records of before had zeros at the ends of figures.
        if not isinstance(before, str) or shortest(before) != after
    ]
    about = named(line)
    for way, before, after in parts[:_MOST_PARTS]:
        measure = _measure_at(way, line)
        part = f"{way} ({measure})" if measure else way
        yield record_problem("NTM826", place, **about, part=part, **was_and_now(before, after))


def was_and_now(before: object, after: object) -> Named:
    """Two values as the details of a message; those that look alike in escapes."""
    is_seen = before is None or after is None or printable(json_text(before)) != printable(json_text(after))

    def shown(value: object, nothing: str) -> str:
        written = printable(json_text(value)) if is_seen else json.dumps(value)
        return nothing if value is None else written[:160]

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
