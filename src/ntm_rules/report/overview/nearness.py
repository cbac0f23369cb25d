"""Steps to a recognition in words, and as plain data; figures that have little to spare as plain data."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...engine.decisions import Decisions
from ...engine.nearness import NearUnit, ThinMargin, share_of
from ...engine.remedies import Step, Steps
from ...model.decision import Decision
from ...model.key import RuleKey
from ...model.text import Text
from ..decisions.needs import needs_of_steps
from ..decisions.told_needs import listed_needs, told_need
from ..phrasing.names import Names
from ..phrasing.numbers import quantities
from ..words import overview as words
from ..words.common import capital


def steps_told(steps: Steps, decision: Decision, names: Names) -> str:
    """Steps in one sentence."""
    needed = (told_need(need, decision, names) for need in needs_of_steps(steps, decision))
    return listed_needs(needed, decision, names)


def step_lines(steps: Steps, decision: Decision, run: Decisions, names: Names) -> Iterator[str]:
    """Steps in words: each gap by itself, with its share; the rest together; each with the offices that answer."""
    groups: dict[tuple[Step | None, tuple[Text, ...]], list[Step]] = {}
    for step in steps:
        apart = None if share_of(step) is None else step
        groups.setdefault((apart, offices_of(run, step.rule, names)), []).append(step)
    for (apart, offices), group in groups.items():
        text = capital(steps_told(tuple(group), decision, names))
        if apart is not None and (share := share_of(apart)) is not None:
            text = names.say(words.WITH_SHARE, step=text, share=share_text(share, names))
        yield f"{text} · {', '.join(map(names.text, offices))}" if offices else text


def share_text(share: Fraction, names: Names) -> str:
    """A share in percent to one decimal; one that is there is never told as none.

    >>> from ...model.library import Library
    >>> names = Names(Library(), None, "en")
    >>> [share_text(Fraction(share), names) for share in ("100/9", "1/95", "0")]
    ['11.1%', 'less than 0.1%', '0%']
    """
    tenths = round(share * 10)
    text = quantities([Decimal(tenths or (share > 0)) / 10], "%", names.language)[0]
    return text if tenths or not share else names.say(words.LESS_THAN, share=text)


def offices_of(run: Decisions, rule: RuleKey, names: Names) -> tuple[Text, ...]:
    """The offices responsible for a rule of the programs of a run."""
    for program in run.program.programs():
        if program.ruleset.id == rule.ruleset and program.as_of == run.program.as_of:
            return names.offices.of(program.ruleset, rule.code)
    return ()


# ---- for other programs


def near_to_plain(run: Decisions, near_unit: NearUnit, names: Names) -> dict[str, Any]:
    """A unit and what it lacks as plain data: figures are texts, shares are rounded to a tenth of a percent."""
    return {
        "unit": near_unit.unit,
        "rule": str(near_unit.rule),
        "outcome": near_unit.outcome.value,
        "lacking": list(near_unit.lacking),
        "changes": [_step_to_plain(run, step, names) for step in near_unit.changes],
        "data": [_step_to_plain(run, step, names) for step in near_unit.data],
        "other_ways": [[_step_to_plain(run, step, names) for step in way] for way in near_unit.ways[1:]],
        "found": bool(near_unit.ways),
    }


def _step_to_plain(run: Decisions, step: Step, names: Names) -> dict[str, Any]:
    share = share_of(step)
    fields = {
        "kind": step.kind.value,
        "unit": step.unit,
        "rule": str(step.rule),
        "measure": step.measure,
        "attribute": step.attribute,
        "now": _plain(step.now),
        "becomes": _plain(step.becomes),
        "gap": _plain(step.gap),
        "share": None if share is None else str(Decimal(round(share * 10)) / 10),
        "as_of": None if step.as_of is None else step.as_of.isoformat(),
        "offices": [names.text(office) for office in offices_of(run, step.rule, names)],
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


def risk_to_plain(margin: ThinMargin) -> dict[str, Any]:
    """A figure that has little to spare as plain data."""
    return {
        "unit": margin.unit,
        "rule": str(margin.rule),
        "measure": margin.measure,
        "observed": _plain(margin.observed),
        "operator": margin.operator.value,
        "required": _plain(margin.required),
        "spare": _plain(margin.spare),
        "share": None if margin.share is None else str(Decimal(round(margin.share * 10)) / 10),
        "lost": [str(rule) for rule in margin.lost],
    }


def _plain(value: object) -> str | None:
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(getattr(value, "value", value))
