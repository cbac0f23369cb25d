"""Results of cases as a paper: the totals, and each failed expectation with the actual result and its reasons."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve

from ...evolution.cases.run import CaseResult, ExpectationResult, Mismatch, reasons_of, totals
from ...model.decision import Decision, ReasonKind
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.problem import NtmError
from ...model.text import Language, Text, printable
from ...model.units.unit import Unit, Units
from ...model.values.number import Number
from ..decisions.told import is_plain_tally
from ..diagnostics import diagnostic_item
from ..pages.two_languages import badge_of
from ..papers.paper import Paper, PaperBlock, Paragraph, signed_item, together
from ..phrasing.grades import points_text
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day, difference, figure, quantity
from ..phrasing.reasons import deciding, reason_text
from ..phrasing.subjects import unit_of
from ..words import common as words
from ..words import grades as point_words
from ..words.common import say
from ..words.reasons import REASON_KINDS
from ..words.rule_kinds import RuleKind, kind_of_code, outcome_word
from ..words.testing import cases as case_words

MOST_REASONS = 6
"""Maximum number of reasons told under an expectation; the rest are counted."""


def cases_paper(results: Sequence[CaseResult], library: Library, language: Language = "vi") -> Paper:
    """The totals, then all failed cases in the order run.

    >>> cases_paper([], Library(), "en").title.vi
    '0 expectations in 0 cases: 0 as expected, 0 not, 0 to be confirmed'
    """
    failures = (case_paper(result, library, language) for result in results if not result.passed)
    return together([Paper(None, Text(_totals(results, language)), (), ()), *failures])


def _totals(results: Sequence[CaseResult], language: Language) -> str:
    """`40 kết quả mong đợi của 12 trường hợp: 40 khớp, 0 không khớp, 0 chưa xác nhận`."""
    sums = totals(results)
    matched = sums.expectations - sums.failed - sums.not_confirmed
    return say(
        case_words.TOTALS,
        language,
        expectations=counted(sums.expectations, case_words.EXPECTATIONS, language),
        cases=counted(sums.cases, case_words.CASES, language),
        matched=figure(Decimal(matched), language),
        failed=figure(Decimal(sums.failed), language),
        open=figure(Decimal(sums.not_confirmed), language),
    )


def case_paper(result: CaseResult, library: Library, language: Language = "vi") -> Paper:
    """A case that failed: where it is written, its name, and every expectation that was not met."""
    case = result.case
    as_of = say(words.AS_OF, language, day=day(case.situation.as_of, language))
    where = "" if case.place is None else f"{case.place.file}:{case.place.line}: "
    names = Names(library, _units(case.situation.units), language)
    blocks: list[PaperBlock] = [_expectation(failure, names) for failure in result.failed]
    if result.diagnostics:
        blocks.append(signed_item(badge_of(RuleKind.CRITERION, Outcome.NOT_ATTAINED), case_words.UNDECIDED))
        blocks += (evolve(diagnostic_item(diagnostic, language), level=1) for diagnostic in result.diagnostics)
    return Paper(None, Text(f"{where}{case.name.in_language(language)} ({as_of})"), (), tuple(blocks))


def headline(result: ExpectationResult, language: Language = "vi") -> str:
    """An expectation that was not met, in one line: `3.3: mong đợi: Đạt; thực tế: Chưa đạt`."""
    expected = say(case_words.EXPECTED, language, what=_expected(result, None, language))
    got = say(case_words.GOT, language, what=_got(result, None, language))
    return f"{printable(result.expected.code)}: {expected}; {got}"


def _units(units: Sequence[Unit]) -> Units | None:
    try:
        return Units(units)
    except NtmError:
        return None


def _expectation(result: ExpectationResult, names: Names) -> Paragraph:
    """A rule by its code, as the case file writes it, and its name; what was expected and what came; why, in short."""
    language, place = names.language, result.expected.place
    name = names.text(result.decision.name)
    text = name if place is None else f"{name} ({names.say(case_words.IN_LINE, line=place.line)})"
    first = next((reason for reason in reasons_of(result.decision) if reason.gap is not None), None)
    unit = None if first is None else unit_of(first, names)
    below = [
        names.say(case_words.EXPECTED, what=_expected(result, unit, language)),
        names.say(case_words.GOT, what=_got(result, unit, language)),
    ]
    why = list(_why(result.decision, names))
    below += why[:MOST_REASONS]
    if len(why) > MOST_REASONS:
        below.append(names.say(case_words.MORE, count=len(why) - MOST_REASONS))
    if not result.confirmed:
        below.append(names.say(case_words.CONFIRM, word=result.outcome.value))
    badge = badge_of(RuleKind.CRITERION, Outcome.NOT_ATTAINED if result.confirmed else Outcome.UNDETERMINED)
    return evolve(signed_item(badge, text, code=result.expected.code), below=tuple(map(Text, below)))


def _expected(result: ExpectationResult, unit: str | None, language: Language) -> str:
    expected = result.expected
    if expected.outcome is None:
        parts = [case_words.NOBODY_SAYS.in_language(language)]
    else:
        parts = [outcome_word(kind_of_code(result.rule.code), expected.outcome, language)]
    if expected.gap is not None:
        parts.append(_gap(expected.gap, unit, language))
    if expected.reason is not None:
        parts.append(say(case_words.REASON, language, kinds=REASON_KINDS[expected.reason].in_language(language)))
    if expected.points is not None:
        parts.append(quantity(expected.points, point_words.POINT, language))
    return ", ".join(parts)


def _got(result: ExpectationResult, unit: str | None, language: Language) -> str:
    """Actual outcome, and beside it the expected details that differ."""
    parts = [outcome_word(kind_of_code(result.rule.code), result.outcome, language)]
    if result.expected.gap is not None:
        parts.append(_gap(result.gap, unit, language))
    if Mismatch.REASON in result.differences:
        kinds = ", ".join(REASON_KINDS[kind].in_language(language) for kind in result.reason_kinds)
        phrase = case_words.REASON if kinds else case_words.NO_REASON
        parts.append(say(phrase, language, kinds=kinds))
    if Mismatch.POINTS in result.differences and result.decision.points is not None:
        parts.append(points_text(result.decision.points, Names(Library(), None, language)))
    return ", ".join(parts)


def _gap(gap: Number | None, unit: str | None, language: Language) -> str:
    if gap is None:
        return case_words.NO_GAP.in_language(language)
    return say(case_words.GAP, language, gap=difference(gap, unit, language))


def _why(decision: Decision, names: Names) -> Iterator[str]:
    """The reasons in short: the rule's own that came to its outcome, and those of the rules below it that came to the same."""
    own = [reason for reason in deciding(decision.reasons) if not is_plain_tally(reason)]
    below = [child for child in decision.children if child.outcome is decision.outcome]
    telling = [reason for reason in own if reason.standing is decision.outcome]
    for reason in telling if telling or below else own:
        clause = reason_text(reason, decision, names)
        yield f"{clause.about}: {clause.body}" if clause.about else clause.body
    if not any(reason.kind is ReasonKind.ATTESTED for reason in telling):
        for child in below:
            yield from (f"{names.short(child)} · {text}" for text in _why(child, names))
