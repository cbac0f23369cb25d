"""The only unit of a ruleset: its conclusions, what keeps them open, and each criterion with its open indicators."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from ...engine.decisions import Decisions
from ...language.contents.counted_criteria import uncounted_criteria
from ...model.key import RECOGNITION
from ...model.outcome import SHORT, Outcome, Tally
from ...model.ruleset import Conclusion, CriteriaGroup, Criterion, short_name
from ...model.text import Text, printable
from ..decisions.told import no_members_in_short, uncounted_heading
from ..overview.caption import criteria_tally, own_level_lines, published_on
from ..overview.open_lines import MOST_APART, code_runs, open_lines, rules_marked
from ..overview.open_rules import OpenRule, is_attested, open_conditions, open_indicators, what_is_open
from ..pages.two_languages import badge_of
from ..phrasing.grades import points_text
from ..phrasing.names import Names
from ..phrasing.numbers import counted
from ..phrasing.rules import repealed_lines
from ..quantities.tallies import attested_text, tally_counted
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from ..words.rule_kinds import RuleKind, kind_of_code, outcome_word
from .paper import PaperBlock, Paragraph, plain, signed_item

MOST_OPEN = 6
"""Of more lines with open rules than this, each criterion has one line."""


def unit_blocks(run: Decisions, unit: str, names: Names, *, everything: bool = False) -> Iterator[PaperBlock]:
    """The conclusions about a unit, then each criterion that is open, with its open indicators by name.

    Criteria that are attained, or do not apply, stand together by their codes; with `everything` each in its place.
    """
    ruleset, language = run.program.ruleset, names.language
    for line in own_level_lines(run, unit, names):
        yield plain(line, item=True)
    for conclusion in ruleset.conclusions:
        yield from _concluded(run, unit, conclusion, names)
    if not any(conclusion.code == RECOGNITION for conclusion in ruleset.conclusions):
        yield plain(names.say(overview_words.OUTLINE_COUNT, count=_counts(run, unit, names)), item=True)
    uncounted = set(uncounted_criteria(ruleset))
    for heading, criteria in (
        ("", [criterion for criterion in ruleset.criteria if criterion.code not in uncounted]),
        (
            f"{uncounted_heading(ruleset, language)}:",
            [criterion for criterion in ruleset.criteria if criterion.code in uncounted],
        ),
    ):
        if heading and criteria:
            yield plain(heading, item=True)
        yield from _criteria(run, unit, criteria, names, everything)
    for line in repealed_lines(ruleset, names):
        yield plain(line, item=True)


def _concluded(run: Decisions, unit: str, conclusion: Conclusion, names: Names) -> Iterator[PaperBlock]:
    """A conclusion with its count; below it what was published, and what it is open for."""
    ruleset, language = run.program.ruleset, names.language
    decision = run.decision(unit, conclusion.code)
    kind = kind_of_code(conclusion.code, classifies=ruleset.classifies)
    outcome = outcome_word(kind, decision.outcome, language, in_full=True)
    nobody = no_members_in_short([evolve(decision, children=())], names, about=decision.rule)
    outcome = f"{outcome} ({nobody})" if nobody and decision.outcome not in SHORT else outcome
    count = f", {_counts(run, unit, names)}" if conclusion.code == RECOGNITION else ""
    whole = ((Text(f"{names.text(conclusion.name)}: {outcome}"), True), (Text(count), False))
    yield Paragraph(whole if count else whole[:1], True, badge=badge_of(kind, decision.outcome))
    if published := published_on(run, unit, conclusion.code, names):
        yield evolve(plain(f"{names.say(heads.PUBLISHED)}: {published}", item=True), level=1)
    if kind is not RuleKind.REVOCATION:
        conditions = ((condition.outcome, condition.text) for condition in open_conditions(decision, names))
        for standing, text in dict.fromkeys(conditions):
            yield signed_item(badge_of(RuleKind.CRITERION, standing), text, 1)


def _counts(run: Decisions, unit: str, names: Names) -> str:
    """`6/9 tiêu chí, 24/36 chỉ tiêu`."""
    indicators = [indicator for criterion in run.program.ruleset.criteria for indicator in criterion.indicators]
    below = Tally.of(run.decision(unit, indicator.code).outcome for indicator in indicators)
    counts = ((criteria_tally(run, unit), words.CRITERION), (below, words.INDICATOR))
    if all(0 < tally.undetermined == tally.applicable for tally, _ in counts):
        whole = ", ".join(counted(tally.applicable, noun, names.language) for tally, noun in counts)
        return f"{whole} {names.say(overview_words.NONE_DETERMINED)}"
    return ", ".join(tally_counted(tally, noun, names.language) for tally, noun in counts)


def _criteria(
    run: Decisions, unit: str, criteria: Sequence[Criterion], names: Names, everything: bool
) -> Iterator[PaperBlock]:
    """Criteria in their order, under the names of their groups; then those of which there is nothing to say but their count.

    Where very many rules are open each criterion has one line, with their codes and gaps.
    """
    open_ = {
        criterion.code: open_indicators(run, unit, criterion)
        for criterion in criteria
        if run.outcome(unit, criterion.code) in SHORT
    }
    is_short = not everything and sum(len(open_lines(rules, names, 1)) for rules in open_.values()) > MOST_OPEN
    folded: dict[tuple[Outcome, bool, str], list[Criterion]] = {}
    heading: CriteriaGroup | None = None
    for criterion in criteria:
        decision = run.decision(unit, criterion.code)
        tally = _tally(run, unit, [criterion])
        remark = "" if decision.outcome in SHORT else no_members_in_short([decision], names, about=decision.rule)
        is_open, attested = decision.outcome in SHORT, is_attested(decision)
        says_by_what = attested or decision.outcome is Outcome.UNDETERMINED
        is_unknown = says_by_what and 0 < tally.undetermined == tally.applicable
        says_no_more = not is_open or (is_short and is_unknown)
        if not everything and says_no_more and decision.points is None and not remark:
            by = what_is_open(decision, names, below=False) if is_open and attested else ""
            folded.setdefault((decision.outcome, attested, by), []).append(criterion)
            continue
        group = run.program.ruleset.group_of(criterion.code)
        if group is not None and group is not heading:
            yield plain(names.text(group.name).upper(), item=True)
        heading = group
        below = open_.get(criterion.code, [])
        yield _criterion(run, unit, criterion, names, remark, below, is_short=is_short)
        if not is_short:
            yield from _indicators(run, below, names, MOST_APART if everything else 1)
    for (outcome, attested, by), own in folded.items():
        yield _together(run, unit, own, outcome, names, attested=attested, by=by)


def _criterion(
    run: Decisions,
    unit: str,
    criterion: Criterion,
    names: Names,
    remark: str,
    below: Sequence[OpenRule],
    *,
    is_short: bool,
) -> Paragraph:
    """A criterion with its count; in short with its open indicators by their codes."""
    decision = run.decision(unit, criterion.code)
    kind = names.kind_of(decision)
    tally, is_open = _tally(run, unit, [criterion]), decision.outcome in SHORT
    parts = [_count(tally, names, attested=is_attested(decision) and not is_open)]
    if is_open and (not below or is_attested(decision)):
        parts.append(what_is_open(decision, names, below=not below))
    if decision.points is not None:
        parts.insert(0, points_text(decision.points, names))
    if is_short and below:
        parts.append(rules_marked(run, below, names))
    text = ": ".join(filter(None, (names.text(criterion.name), "; ".join(filter(None, (*parts, remark))))))
    return signed_item(badge_of(kind, decision.outcome), text, 0, printable(criterion.code))


def _indicators(run: Decisions, rules: Sequence[OpenRule], names: Names, most_apart: int) -> Iterator[Paragraph]:
    """The open rules of a criterion by name, those that are open for the same reason in one line."""
    for line in open_lines(rules, names, most_apart):
        first = line.rules[0]
        badge = badge_of(names.kind_of(first.decision), first.decision.outcome)
        if len(line.rules) == 1:
            name = names.text(short_name(first.rule))
            yield signed_item(badge, f"{name}: {line.what(names)}", 1, printable(first.rule.code))
        else:
            codes = f"{line.codes(run.program.ruleset)} ({line.number(names)})"
            yield signed_item(badge, f"{codes}: {line.what(names)}", 1)


def _together(
    run: Decisions, unit: str, criteria: Sequence[Criterion], outcome: Outcome, names: Names, *, attested: bool, by: str
) -> Paragraph:
    """Criteria with the same outcome by their codes: `✓ 1, 3–4: theo xác nhận; 1/9 chỉ tiêu có số liệu`.

    Those that are open `by` an attestation that says so are named.
    """
    if by:
        called = ", ".join(f"{printable(criterion.code)} {names.text(short_name(criterion))}" for criterion in criteria)
    else:
        codes = code_runs(
            [criterion.code for criterion in criteria], [criterion.code for criterion in run.program.ruleset.criteria]
        )
        called = f"{codes} ({counted(len(criteria), words.CRITERION, names.language)})"
    count = _count(_tally(run, unit, criteria), names, attested=attested and not by)
    remark = "; ".join(filter(None, (by, count)))
    return signed_item(badge_of(RuleKind.CRITERION, outcome), f"{called}: {remark}" if remark else called)


def _tally(run: Decisions, unit: str, criteria: Sequence[Criterion]) -> Tally:
    """The indicators of criteria by their outcomes."""
    return Tally.of(
        run.decision(unit, indicator.code).outcome for criterion in criteria for indicator in criterion.indicators
    )


def _count(tally: Tally, names: Names, *, attested: bool) -> str:
    """`2/3 chỉ tiêu đạt`, or `≥ 1/3 chỉ tiêu đạt` where others are not determined; empty where no indicator applies."""
    if attested:
        return attested_text(tally, words.INDICATOR, names.language)
    count = tally_counted(tally, words.INDICATOR, names.language)
    if tally.undetermined == tally.applicable:
        return count if tally.applicable else ""
    return names.say(words.OF_WHICH_ATTAINED, count=count)
