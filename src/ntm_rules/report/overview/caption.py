"""Caption and totals of the overview of one ruleset: title, date, conclusions, what is published, points and levels."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...engine.decisions import Decisions
from ...model.decision import Decision
from ...model.key import LEVEL, RECOGNITION, REVOCATION
from ...model.outcome import Outcome, Tally
from ...model.ruleset import Conclusion, Ruleset
from ...model.text import Language, Text, printable
from ...model.values.number import Number, Rounding, RoundingMode
from ..decisions.told import MOST_UNITS, revocations_since
from ..phrasing.compared_names import Terms
from ..phrasing.grades import level_name, level_text, points_text
from ..phrasing.names import Names
from ..phrasing.numbers import day, day_seen, figure, first_of, form
from ..quantities.tallies import at_least, tally_counted, tally_text
from ..words import common as words
from ..words import overview as overview_words
from ..words.common import capital, mid_sentence
from ..words.grades import OWN as POINTS
from ..words.grades import RANKING
from ..words.rule_kinds import STATUS_SIGN, RuleKind, kind_of_code, outcome_word, sign


def caption(
    ruleset: Ruleset, as_of: date | None, names: Names, unit: str | None = None, known_on: date | None = None
) -> str:
    """`Đô thị văn minh (04/2022/QĐ-TTg, có hiệu lực từ 15/04/2022) · tính đến 30/06/2024`, after the unit's name where given.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...model.library import Library
    >>> ruleset = example_ruleset()
    >>> caption(ruleset, date(2024, 6, 30), Names(Library(), None, "vi"))
    'Xã (1/QĐ, có hiệu lực từ 01/01/2024) · tính đến 30/06/2024'
    """
    language = names.language
    since = names.say(words.IN_FORCE, day=day(ruleset.version, language))
    title = f"{names.text(ruleset.title)} ({printable(ruleset.instrument.number)}, {since})"
    when = "" if as_of is None else day_seen(as_of, known_on, language)
    return " · ".join(filter(None, (names.unit(unit) if unit else "", title, when)))


def criteria_tally(run: Decisions, unit: str) -> Tally:
    """Numbers of the criteria of a run by their outcomes for a unit."""
    outcomes = run.outcomes(unit)
    return Tally.of(outcomes[code] for code in run.program.criteria)


def groups_of(run: Decisions, unit: str, names: Names) -> str:
    """The groups that a unit belongs to, by name; a question mark where that is not determined."""
    outcomes = {code: run.outcomes(unit)[code] for code in run.program.criteria}
    called = [
        names.text(run.program.by_code[code].rule.name) for code in outcomes if outcomes[code] is Outcome.ATTAINED
    ]
    undetermined = Outcome.UNDETERMINED in outcomes.values()
    return ", ".join(called) or (sign(RuleKind.CLASSIFICATION, Outcome.UNDETERMINED) if undetermined else "–")


def totals(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """Lines of totals: units that attain each criterion (`12/12`), units per conclusion, mean number of criteria
    attained.
    """
    ruleset = run.program.ruleset
    groups: dict[str, list[str]] = {}
    shares: dict[str, tuple[bool, Fraction]] = {}
    for code in run.program.criteria:
        tally = Tally.of(run.outcomes(unit)[code] for unit in units)
        if ruleset.classifies:
            name = names.text(run.program.by_code[code].rule.name)
            yield f"{name}: {_attaining(overview_words.BELONG, tally, run, names)}"
        text = _attaining(overview_words.ATTAIN, tally, run, names)
        groups.setdefault(text, []).append(printable(code))
        shares[text] = not tally.applicable, -Fraction(tally.attained, tally.applicable or 1)
    if ruleset.classifies:
        return
    most_first = sorted(groups, key=shares.__getitem__)
    items = [f"{_criteria(groups[text], names)}: {text}" for text in most_first]
    yield capital("; ".join(items))
    yield from concluded_totals(run, units, names)


def _attaining(phrase: Text, tally: Tally, run: Decisions, names: Names) -> str:
    """`9/12 xã đạt`, with `≥` where others are not determined, or that none applies or is determined."""
    if not tally.applicable:
        return names.say(overview_words.NONE_APPLIES)
    if tally.undetermined == tally.applicable:
        return tally_counted(tally, names.kind(run.program.ruleset.applies_to), names.language)
    kinds = _kinds(run, tally.applicable, names)
    attained = at_least(Decimal(tally.attained), names.language, is_open=tally.undetermined > 0)
    return names.say(phrase, attained=attained, whole=tally.applicable, kinds=kinds)


def concluded_totals(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """Totals of the conclusions with the mean number of criteria attained in one line; then what is published, the levels."""
    ruleset = run.program.ruleset
    counts = [
        concluded(run, conclusion, units, names, names.say(words.CONCLUSION[conclusion.code]))
        for conclusion in ruleset.conclusions
        if conclusion not in ruleset.levels
    ]
    yield ". ".join([*counts, mean_attained(run, units, names)])
    yield from published_totals(run, units, names)
    if ruleset.levels:
        yield ranked(run, units, names)


def mean_attained(run: Decisions, units: Sequence[str], names: Names) -> str:
    """`Số tiêu chí đạt bình quân: 18,5`; a least mean where outcomes are undetermined."""
    tallies = [criteria_tally(run, unit) for unit in units]
    tally = Tally.together(tallies)
    if not 0 < tally.undetermined < tally.applicable:
        return names.say(overview_words.MEAN, mean=mean_text(tallies, names.language))
    mean = figure(_mean(tallies), names.language)
    return names.say(overview_words.MEAN_AT_LEAST, mean=mean, count=tally.undetermined)


def mean_text(tallies: Sequence[Tally], language: Language) -> str:
    """The mean number of what units attain, of those units to which something applies: at least how many, rounded down, where
    some is undetermined, and no number of what nobody knows.

    >>> mean_text([Tally(18, 1, 0, 0), Tally(19, 0, 0, 0), Tally(0, 0, 0, 19)], "vi")
    '18,5'
    >>> mean_text([Tally(5, 0, 1, 0), *[Tally(0, 6, 0, 0)] * 2], "vi"), mean_text([Tally(0, 0, 4, 0)], "vi")
    ('≥ 1,66', 'chưa xác định')
    """
    tally = Tally.together(tallies)
    if tally.undetermined == tally.applicable:
        return tally_text(tally).in_language(language)
    return at_least(_mean(tallies), language, is_open=tally.undetermined > 0)


def _mean(tallies: Sequence[Tally]) -> Number:
    tally = Tally.together(tallies)
    mean = Fraction(tally.attained, sum(tally.applicable > 0 for tally in tallies))
    # Rounded up, a least mean would be none.
    return Rounding(2, RoundingMode.DOWN).apply(mean) if tally.undetermined else mean


def ranked(run: Decisions, units: Sequence[str], names: Names) -> str:
    """`Xếp hạng: 4 sao: 2; 3 sao: 1; không xếp hạng: 1; chưa xác định: 3`."""
    ruleset, language = run.program.ruleset, names.language
    levels_found = [level for unit in units if (level := run.level(unit)) is not None]
    ids = [*(conclusion.code.removeprefix(LEVEL) for conclusion in ruleset.levels), None]
    counts = {
        level_name(id, ruleset, names): sum(
            found_level.is_settled and found_level.level == id for found_level in levels_found
        )
        for id in ids
    }
    counts[outcome_word(RuleKind.CRITERION, Outcome.UNDETERMINED, language).lower()] = sum(
        not found_level.is_settled for found_level in levels_found
    )
    levels = "; ".join(f"{name}: {count}" for name, count in counts.items() if count)
    return f"{names.say(RANKING)}: {levels}"


def _criteria(codes: Sequence[str], names: Names) -> str:
    """Codes after their noun, those that follow one another as one: `tiêu chí 1–4, 6 và 11`."""
    return f"{form(words.CRITERION, len(codes), names.language)} {Terms(names).codes(codes)}"


def concluded(
    run: Decisions, conclusion: Conclusion, units: Sequence[str], names: Names, called: str | None = None
) -> str:
    """Counts of the units by what a conclusion, which may be `called` otherwise, comes to; those to be revoked by name."""
    language = names.language
    outcomes = {unit: run.outcomes(unit)[conclusion.code] for unit in units}
    applicable = [unit for unit in units if outcomes[unit] is not Outcome.NOT_APPLICABLE]
    name, kind = called or names.text(conclusion.name), kind_of_code(conclusion.code)
    if not applicable:
        return names.say(overview_words.NOT_APPLICABLE_TO_ANY, name=name)
    if all(outcomes[unit] is Outcome.UNDETERMINED for unit in applicable):
        count, kinds = len(applicable), _kinds(run, len(applicable), names)
        return names.say(overview_words.CONCLUDED_OF_NONE, name=name, count=count, kinds=kinds)
    attained = [unit for unit in applicable if outcomes[unit] is Outcome.ATTAINED]
    is_open = any(outcomes[unit] is Outcome.UNDETERMINED for unit in applicable)
    text = names.say(
        overview_words.CONCLUDED,
        name=name,
        count=at_least(Decimal(len(attained)), language, is_open=is_open),
        whole=len(applicable),
        outcome=outcome_word(kind, Outcome.ATTAINED, language).lower(),
        kinds=_kinds(run, len(applicable), names),
    )
    if kind is RuleKind.REVOCATION and attained:
        units = list(map(names.unit, attained))
        called = first_of(units, ", ", MOST_UNITS, language, overview_words.AND_OTHER_UNITS)
        text = f"{text} ({called})"
    for outcome in (Outcome.UNDETERMINED, Outcome.NOT_ATTAINED):
        count = sum(outcomes[unit] is outcome for unit in applicable)
        if count and not (kind is RuleKind.REVOCATION and outcome is Outcome.NOT_ATTAINED):
            said_of = kind if outcome is Outcome.NOT_ATTAINED else RuleKind.CRITERION
            called = outcome_word(said_of, outcome, language).lower()
            text += f"; {names.say(overview_words.AND_OTHER_OUTCOME, count=count, outcome=called)}"
    return text


def published_word(decision: Decision, names: Names) -> str:
    """`◐ Cơ bản đạt chuẩn`: what authorities published on a rule, each with its sign; empty where nothing is."""
    kind = names.kind_of(decision)
    texts = dict.fromkeys(
        f"{sign(kind, published.value) if isinstance(published.value, Outcome) else STATUS_SIGN} "
        f"{names.published(decision.rule, published.value, decision.version)}"
        for published in decision.published
    )
    return ", ".join(texts)


def published_on(run: Decisions, unit: str, code: str, names: Names) -> str:
    """The published decisions on a conclusion about a unit, each with its sign: of a recognition, also its revocation.

    A recognition that was revoked on a later day is not told as one that stands; two decisions of one day are told both.
    """
    decision = run.decision(unit, code)
    word = published_word(decision, names)
    revoked = revocations_since(run, unit) if code == RECOGNITION else ()
    if not revoked:
        return word
    since = published_word(run.decision(unit, REVOCATION), names)
    return f"{word}, {since}" if any(published.as_of == revoked[0].as_of for published in decision.published) else since


def published_totals(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """A line for each conclusion on which decisions are published, with the number of units by what was."""
    for conclusion in run.program.ruleset.conclusions:
        with_decisions = [unit for unit in units if run.world.evidence.published.get(unit)]
        if conclusion.code == REVOCATION and has_recognition(run.program.ruleset):
            # A revocation is told once, at the recognition that it ends.
            decided = {unit: run.decision(unit, REVOCATION).published for unit in with_decisions}
            with_decisions = [
                unit
                for unit in with_decisions
                if all(published.value is not Outcome.ATTAINED for published in decided[unit])
            ]
        words_of = [published_on(run, unit, conclusion.code, names) for unit in with_decisions]
        counts = Counter(word for word in words_of if word)
        if counts:
            parts = (names.say(overview_words.PUBLISHED_COUNT, count=n, status=word) for word, n in counts.items())
            fields = {"name": mid_sentence(names.text(conclusion.name)), "counts": "; ".join(parts)}
            yield names.say(overview_words.PUBLISHED_TOTALS, **fields)


def _kinds(run: Decisions, count: int, names: Names) -> str:
    return form(names.kind(run.program.ruleset.applies_to), count, names.language)


def headline(ruleset: Ruleset) -> str | None:
    """The code of the conclusion that units are counted by: their recognition, or else the first that is no level."""
    if has_recognition(ruleset):
        return RECOGNITION
    return next((conclusion.code for conclusion in ruleset.conclusions if conclusion not in ruleset.levels), None)


def has_recognition(ruleset: Ruleset) -> bool:
    """True when a ruleset has the conclusion `recognition`.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> has_recognition(example_ruleset())
    False
    """
    return any(conclusion.code == RECOGNITION for conclusion in ruleset.conclusions)


def level_lines(run: Decisions, units: Iterable[str], names: Names) -> Iterator[str]:
    """`Chè · Số điểm: 62/100 điểm`, `Chè · Xếp hạng: 4 sao`: lines for each unit that has any, each unit once."""
    for unit in dict.fromkeys(units):
        yield from (f"{names.unit(unit)} · {line}" for line in own_level_lines(run, unit, names))


def own_level_lines(run: Decisions, unit: str, names: Names) -> Iterator[str]:
    """`Số điểm: 62/100 điểm`, `Xếp hạng: 4 sao`: lines for a unit that has any."""
    points = run.points(unit)
    if points is not None:
        yield f"{names.say(POINTS)}: {points_text(points, names)}"
    level = run.level(unit)
    if level is not None:
        yield f"{names.say(RANKING)}: {level_text(level, run.program.ruleset, names)}"
