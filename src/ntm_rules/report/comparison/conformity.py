"""Conformity of a lower ruleset with a higher one as a paper, with an example unit for each shortfall."""

from collections.abc import Iterator

from ...evolution.cases.writing import cases_text
from ...evolution.comparison.conform import Conformity, Shortfall
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.ruleset import Rule, Ruleset
from ...model.text import Language, Text, printable
from ..papers.paper import Heading, Listing, Paper, PaperBlock, Paragraph, plain, strong
from ..phrasing.compared_names import Terms
from ..phrasing.names import Names
from ..phrasing.numbers import counted
from ..words import comparison as diff_words
from ..words.common import say
from ..words.rule_kinds import RuleKind, outcome_word
from .changes import condition_text, title_of, years_compared
from .paper import cells_blocks
from .rows import cells, example_text


def conform_paper(conformity: Conformity, library: Library, language: Language) -> Paper:
    """The result, each rule for which the lower ruleset asks less, and the rules that could not be compared.

    `library` gives the names; it has the measures of both sides.
    """
    names = Names(library, None, language)
    stands_for = dict(conformity.assumptions)
    terms = Terms(names, conformity.higher, conformity.lower, conformity.matched.renamed, stands_for)
    title, years = _heading(conformity, terms)
    blocks: list[PaperBlock] = [plain(years), *map(strong, _conclusion(conformity, language))]
    for shortfall in (*conformity.shortfalls, *conformity.not_shown):
        blocks += _shortfall(shortfall, conformity, terms)
    blocks += map(plain, _notes(conformity, terms))
    return Paper(None, Text(title), (), tuple(blocks))


def _heading(conformity: Conformity, terms: Terms) -> Iterator[str]:
    lower, higher = (_called(ruleset, terms.names) for ruleset in (conformity.lower, conformity.higher))
    yield terms.names.say(diff_words.CONFORM, lower=lower, higher=higher)
    yield years_compared(conformity.years, terms.language)


def _called(ruleset: Ruleset, names: Names) -> str:
    return f"{names.text(ruleset.title)} ({printable(ruleset.instrument.number)}) [{ruleset.id}@{ruleset.version}]"


def _conclusion(conformity: Conformity, language: Language) -> Iterator[str]:
    if conformity.conforms:
        phrase = diff_words.CONFORMS if conformity.is_proved else diff_words.CONFORMS_SO_FAR
        verdict = Outcome.ATTAINED if conformity.is_proved else Outcome.UNDETERMINED
        yield _concluded(phrase, verdict, language, count=conformity.compared, unknown=len(conformity.unknown))
        return
    if conformity.basically_met:
        yield diff_words.BASICALLY_MET_COUNTS.in_language(language)
    for phrase, verdict, rules in (
        (diff_words.FALLS_SHORT, Outcome.NOT_ATTAINED, conformity.shortfalls),
        (diff_words.MAY_FALL_SHORT, Outcome.UNDETERMINED, conformity.not_shown),
        (diff_words.NOT_DECIDED, Outcome.UNDETERMINED, conformity.undecided),
    ):
        if rules:
            yield _concluded(phrase, verdict, language, count=len(rules))


def _concluded(phrase: Text, verdict: Outcome, language: Language, **counts: int) -> str:
    """Result of a comparison of two texts, in words of its own: the outcome words are for units."""
    fields = {name: _rules(count, language) for name, count in counts.items()}
    return say(phrase, language, verdict=outcome_word(RuleKind.TEXTS, verdict, language), **fields)


def _rules(count: int, language: Language) -> str:
    return counted(count, diff_words.RULE, language)


def _shortfall(shortfall: Shortfall, conformity: Conformity, terms: Terms) -> Iterator[PaperBlock]:
    names, language = terms.names, terms.language
    yield Heading(Text(title_of(shortfall.higher, names)))
    yield _condition_line(terms.names.say(diff_words.HIGHER), shortfall.higher, conformity.higher, names)
    if shortfall.lower is None:
        yield plain(diff_words.NO_SUCH_RULE, item=True)
        return
    yield _condition_line(terms.names.say(diff_words.LOWER), shortfall.lower, conformity.lower, names)
    apart = shortfall.shown
    for heading, regions in ((diff_words.ASKS_LESS, apart.regions), (diff_words.NOT_SHOWN, apart.others)):
        if regions:
            yield plain(heading)
            table = cells(regions, None, shortfall.higher, shortfall.lower, terms, diff_words.SIDE_BY_SIDE)
            yield from cells_blocks(table, language)
    if apart.untried:
        yield plain(terms.names.say(diff_words.UNTRIED, count=len(apart.untried)))
    if shortfall.unlisted:
        yield plain(diff_words.UNLISTED)
    if apart.witnessed:
        yield plain(terms.names.say(diff_words.COUNTEREXAMPLE, where=example_text(apart.witnessed[0], terms)))
    if shortfall.example is not None:
        yield plain(diff_words.AS_A_CASE)
        yield Listing(cases_text([shortfall.example], language).rstrip())


def _condition_line(side: str, rule: Rule, ruleset: Ruleset, names: Names) -> Paragraph:
    text = names.say(diff_words.CONDITION, side=side, condition=condition_text(rule, ruleset, names))
    return plain(text, item=True)


def _notes(conformity: Conformity, terms: Terms) -> Iterator[str]:
    names, language = terms.names, terms.language
    for rule, why in conformity.undecided:
        yield f"{title_of(rule, names)}: {terms.names.say(diff_words.NOT_COMPARED, why=names.text(why))}"
    if conformity.unknown:
        codes = terms.codes([printable(rule.code) for rule in conformity.unknown])
        yield terms.names.say(diff_words.UNKNOWN, count=_rules(len(conformity.unknown), language), codes=codes)
    for lower, higher in conformity.assumptions:
        fields = {"lower": names.title(lower), "higher": names.title(higher)}
        yield terms.names.say(diff_words.ASSUMED, **fields, lower_id=printable(lower), higher_id=printable(higher))
