"""The comparison that decides each rule, row by row."""

from ....model.decision import ReasonKind
from ....model.key import RuleKey
from ....program.terms import Attested, Counted, Listed, Truth, Where, walk
from ..decide.outcomes import NOT_APPLICABLE_CODE, UNDETERMINED_CODE, codes
from ..decide.table import Table
from ..decide.truths import attestation, attested_words, is_of_text, is_recent_word, rule, truth
from ..expressions.expression_library import Expr
from ..expressions.logic import column_of, is_open, negated, some
from .comparisons import parts
from .missing import finding_in, no_word
from .required import ComparisonColumns

FIGURES = ("observed", "required", "gap")
WORDS = ("why", "measure", "operator", "observed_word", "required_word")


def reason(table: Table, key: RuleKey) -> dict[str, Expr | None]:
    """The words and figures of the first comparison that came to what the rule came to, by name; None where there are none.

    Where none did, it is the first that is open, else the first that applies, else the first.
    """
    expressions = table.expressions
    by_version = [
        (table.versions.where(numbers, expressions), _deciding(table, key, term))
        for numbers, term in table.versions.truths(key)
    ]
    if len(by_version) == 1 and by_version[0][0] is None:
        return by_version[0][1]
    chosen: dict[str, Expr | None] = {}
    for name in (*FIGURES, *WORDS):
        cases = [
            (rows, column) for rows, columns in by_version if rows is not None and (column := columns[name]) is not None
        ]
        chosen[name] = expressions.choose(cases, null_of(name, table)) if cases else None
    return chosen


def _deciding(table: Table, key: RuleKey, term: Truth) -> dict[str, Expr | None]:
    assert isinstance(term, Attested)
    code = codes(rule(table, key), table.expressions)
    inner = term.truth
    cases = _attested(table, term, key)
    while isinstance(inner, Where):  # the rule's own, within that of its ruleset
        cases += _applies(table, inner, code)
        inner = inner.truth
    comparisons = list(parts(inner, table))
    cases += [(_stands(part, code, table), part) for part in comparisons]
    if len(comparisons) > 1 or any(
        isinstance(inner_term, Counted) and isinstance(inner_term.group, Listed) for inner_term in walk(inner)
    ):
        # Several that are open can settle a rule together, and some that hold can be too many or too few of those that are
        # counted, so that none of them comes to what it does.
        part_codes = [codes(part.outcomes, table.expressions) for part in comparisons]
        cases += [(code == UNDETERMINED_CODE, part) for code, part in zip(part_codes, comparisons, strict=True)]
        cases += [(code != NOT_APPLICABLE_CODE, part) for code, part in zip(part_codes, comparisons, strict=True)]
        cases += [
            (code == NOT_APPLICABLE_CODE, part) for code, part in zip(part_codes[:1], comparisons[:1], strict=True)
        ]
    return {name: _chosen(name, cases, table) for name in (*FIGURES, *WORDS)}


def _stands(part: ComparisonColumns, code: Expr, table: Table) -> Expr:
    return codes(part.outcomes, table.expressions) == code


def _applies(table: Table, term: Where, code: Expr) -> list[tuple[Expr, ComparisonColumns]]:
    """The comparisons on which it depends that a rule applies, where that is not known."""
    applies = codes(truth(table, term.applies), table.expressions)
    open_ = (applies == UNDETERMINED_CODE) & (code == UNDETERMINED_CODE)
    return [(open_ & _stands(part, applies, table), part) for part in parts(term.applies, table)]


def _attested(table: Table, term: Attested, key: RuleKey) -> list[tuple[Expr, ComparisonColumns]]:
    """The attestation as a comparison, with the rows in which it decides, or leaves open, what is not measured."""
    name, attested_truths = attestation(term.rule, table), attested_words(term, table)
    if name is None or attested_truths is None:
        return []
    expressions = table.expressions
    word = finding_in(name, table)
    measured = codes(truth(table, term.truth), expressions)
    decides = column_of(some([negated(is_open(attested_truths[0])), attested_truths[1]], expressions), expressions)
    old = column_of(negated(is_recent_word(term, table)), expressions)
    why = expressions.choose(
        [
            (old, expressions.literal(ReasonKind.OUTDATED.value)),
            (decides, expressions.literal(ReasonKind.ATTESTED.value)),
            (word == "basically_met", expressions.literal(ReasonKind.BASICALLY_MET.value)),
        ],
        expressions.literal(ReasonKind.ABSENT.value),
    )
    shown = expressions.choose([(old, no_word(table))], word)
    part = ComparisonColumns(rule(table, key), why, observed_word=shown)
    stands = column_of(is_of_text(term, table), expressions)
    return [((measured == UNDETERMINED_CODE) & ~word.is_null() & (word != "not_reported") & stands, part)]


def _chosen(name: str, cases: list[tuple[Expr, ComparisonColumns]], table: Table) -> Expr | None:
    values = [(condition, _value(name, part, table)) for condition, part in cases]
    if all(value is None for _, value in values):
        return None
    null = null_of(name, table)
    if len(values) == 1 and values[0][1] is not None and name != "why":
        # The only comparison there is says of itself where it has no figure.
        return values[0][1]
    return table.expressions.choose(
        [(condition, null if value is None else value) for condition, value in values], null
    )


def _value(name: str, part: ComparisonColumns, table: Table) -> Expr | None:
    if name == "operator":
        return None if part.operator is None else table.expressions.literal(part.operator.value)
    value: Expr | None = getattr(part, name)
    return value


def null_of(name: str, table: Table) -> Expr:
    """A null for a column of reasons."""
    words = table.expressions.words
    return table.expressions.null(words.Float64 if name in FIGURES else words.String)
