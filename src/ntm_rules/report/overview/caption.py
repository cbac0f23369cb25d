"""Caption and totals of the overview of one ruleset: title, date, conclusions, recalled rules."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from ...engine.decisions import Decisions
from ...model.key import RECOGNITION, RuleKey
from ...model.outcome import Outcome
from ...model.ruleset import Conclusion, Ruleset
from ...model.text import printable
from ..decisions.superseded import of_rulesets
from ..layout.cells import wrapped
from ..phrasing.letter_case import capital
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day, figure
from ..words import common as words
from ..words import overview as overview_words
from ..words.common import say
from .open_rules import recalled_rules

MOST_RULES = 8
"""Maximum number of recalled rules named; the rest are counted."""


def caption(ruleset: Ruleset, as_of: date, names: Names, unit: str | None = None) -> str:
    """`Đô thị văn minh (04/2022/QĐ-TTg, hiệu lực 15/04/2022) · tính đến 30/06/2024`, after the unit's name where given.

    >>> from ...model.library import Library
    >>> from ...model.ruleset import Instrument
    >>> from ...model.text import Text
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> caption(ruleset, date(2024, 6, 30), Names(Library(), None, "vi"))
    'Xã (1/QĐ, hiệu lực 01/01/2024) · tính đến 30/06/2024'
    """
    language = names.language
    since = say(words.IN_FORCE, language, day=day(ruleset.version, language))
    title = f"{names.text(ruleset.title)} ({printable(ruleset.instrument.number)}, {since})"
    parts = [*([names.unit(unit)] if unit else []), title, say(words.AS_OF, language, day=day(as_of, language))]
    return " · ".join(parts)


def criteria_count(run: Decisions, unit: str) -> tuple[int, int]:
    """Pair of counts for a unit: (criteria attained, criteria that apply)."""
    outcomes = [run.decision(unit, code).outcome for code in run.program.criteria]
    applicable = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
    return sum(outcome is Outcome.ATTAINED for outcome in applicable), len(applicable)


def totals(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """Lines of totals: units that attain each criterion (`12/12`), units per conclusion, mean number of criteria
    attained.
    """
    language = names.language
    kinds = names.kinds(run.program.ruleset.applies_to)
    groups: dict[tuple[int, int], list[str]] = {}
    for code in run.program.criteria:
        outcomes = [run.decision(unit, code).outcome for unit in units]
        applicable = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
        attained = sum(outcome is Outcome.ATTAINED for outcome in applicable)
        groups.setdefault((attained, len(applicable)), []).append(printable(code))
    most_first = sorted(groups.items(), key=lambda group: (group[0][1] == 0, -Fraction(group[0][0], group[0][1] or 1)))
    items = [
        f"{f'{attained}/{whole}' if whole else overview_words.NOBODY.in_language(language)}: {', '.join(codes)}"
        for (attained, whole), codes in most_first
    ]
    each = say(overview_words.EACH_CRITERION, language, kinds=kinds)
    yield from wrapped(capital(each) + "; ".join(items))
    for conclusion in run.program.ruleset.conclusions:
        yield from wrapped(concluded(run, conclusion, units, names))
    outcomes = [run.decision(unit, code).outcome for unit in units for code in run.program.criteria]
    mean = figure(Fraction(outcomes.count(Outcome.ATTAINED), len(units)), language)
    if not_settled := outcomes.count(Outcome.UNDETERMINED):
        yield say(overview_words.MEAN_AT_LEAST, language, mean=mean, count=not_settled)
    else:
        yield say(overview_words.MEAN, language, mean=mean)


def concluded(run: Decisions, conclusion: Conclusion, units: Sequence[str], names: Names) -> str:
    """Count of the units that reach a conclusion; those with grounds for revocation by name."""
    language = names.language
    outcomes = {unit: run.decision(unit, conclusion.code).outcome for unit in units}
    applicable = [unit for unit in units if outcomes[unit] is not Outcome.NOT_APPLICABLE]
    name = names.text(conclusion.name)
    if not applicable:
        return say(overview_words.NOT_APPLICABLE_TO_ANY, language, name=name)
    attained = [unit for unit in applicable if outcomes[unit] is Outcome.ATTAINED]
    grounds = conclusion.code == words.REVOCATION
    text = say(
        overview_words.GROUNDS if grounds else overview_words.CONCLUDED,
        language,
        name=name,
        count=f"{len(attained)}/{len(applicable)}",
        kinds=_kinds(run, len(applicable), names),
    )
    if grounds and attained:
        text = say(overview_words.NAMED, language, text=text, names=", ".join(names.unit(unit) for unit in attained))
    if not_settled := sum(outcomes[unit] is Outcome.UNDETERMINED for unit in applicable):
        text += f"; {say(overview_words.NOT_SETTLED, language, count=not_settled)}"
    return text


def _kinds(run: Decisions, count: int, names: Names) -> str:
    noun = names.kind(run.program.ruleset.applies_to)
    return noun.vi if names.language == "vi" else noun.one if count == 1 else noun.other


def notes(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """Notes on superseded texts, and on decisions that depend on recalled (unverified) rules; nothing where there are none."""
    ruleset, as_of = run.program.ruleset, run.program.as_of
    asked = [program.ruleset for program in run.program.programs() if program.as_of == as_of]
    for notice in of_rulesets(asked, as_of, names):
        yield from wrapped(notice)
    top = [*(conclusion.code for conclusion in ruleset.conclusions), *run.program.criteria]
    recalled = recalled_rules([run.decision(unit, code) for unit in units for code in top])
    if not recalled:
        return
    own = [names.short(one) for one in recalled if one.rule.ruleset == ruleset.id and one.rule.code != RECOGNITION]
    own += [names.text(one.name) for one in recalled if one.rule == RuleKey(ruleset.id)]
    named = ", ".join(own[:MOST_RULES])
    if len(own) > MOST_RULES:
        named += f" {say(words.AND_OTHERS, names.language, count=len(own) - MOST_RULES)}"
    others = Counter(one.rule.ruleset for one in recalled if one.rule.ruleset != ruleset.id)
    rules = [*([named] if own else []), *(f"{id}: {count}" for id, count in others.items())]
    count = counted(len(recalled), overview_words.RULE, names.language)
    yield from wrapped(say(overview_words.RECALLED, names.language, count=count, rules="; ".join(rules)))


def has_recognition(ruleset: Ruleset) -> bool:
    """True when a ruleset has the conclusion `recognition`.

    >>> from ...model.ruleset import Instrument
    >>> from ...model.text import Text
    >>> has_recognition(Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ()))
    False
    """
    return any(conclusion.code == RECOGNITION for conclusion in ruleset.conclusions)
