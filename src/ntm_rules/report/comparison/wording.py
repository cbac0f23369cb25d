"""Lines on what has changed in a rule: its figures, its name, its source, how it binds, how long attestations hold."""

from collections.abc import Callable, Iterator, Mapping

from attrs import evolve

from ...evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff, Setting
from ...evolution.comparison.match import ChangedFigure, changed_figures
from ...language.grammar.conditions import COMMITMENTS
from ...model.condition import Comparison, Operator
from ...model.ruleset import Provenance, Rule, Ruleset, short_name
from ...model.text import Text, printable
from ...model.values.number import Number
from ..phrasing.conditions import describe
from ..phrasing.names import Names
from ..phrasing.numbers import duration
from ..phrasing.rules import provenance_of
from ..phrasing.thresholds import held_figure
from ..words import comparison as diff_words


def wording_lines(change: RuleChange, names: Names) -> Iterator[str]:
    """Name, provenance, commitment, validity and assurance, old and new, where they have changed."""
    before, after = change.before, change.after
    if before is None or after is None:
        return
    for kind in _TOLD:
        if kind not in change.changes:
            continue
        what, (phrase, text_of) = diff_words.CHANGES[kind].in_language(names.language), _TOLD[kind]
        if text_of is None:
            yield names.say(phrase, what=what, text="; ".join(_provenance(before.provenance, after.provenance, names)))
        else:
            yield names.say(phrase, what=what, before=text_of(before, names), after=text_of(after, names))


def _named(rule: Rule, names: Names) -> str:
    name, short = names.text(rule.name), names.text(short_name(rule))
    return name if short == name else f"{name} ({short})"


def _provenance(before: Provenance, after: Provenance, names: Names) -> Iterator[str]:
    """Changed parts of a provenance, old and new."""
    language = names.language

    def changed(old: str | None, new: str | None) -> str:
        nothing = names.say(diff_words.NOTHING)
        return names.say(diff_words.TRANSITION, before=printable(old or nothing), after=printable(new or nothing))

    old, new = (provenance_of(evolve(provenance, cite=None, url=None), language) for provenance in (before, after))
    if old != new:
        yield changed(old, new)
    if before.cite != after.cite:
        yield changed(before.cite, after.cite)
    if before.url != after.url:
        yield names.say(diff_words.ADDRESS_CHANGED)
    if before.note != after.note:
        yield names.say(diff_words.NOTE_CHANGED)


def _commitment(rule: Rule, names: Names) -> str:
    items = [] if rule.commitment is None else [names.say(COMMITMENTS[rule.commitment])]
    items += [names.text(office) for office in rule.responsible]
    return "; ".join(items) or names.say(diff_words.NOTHING)


def _validity(rule: Rule, names: Names) -> str:
    return names.say(diff_words.NO_LIMIT) if rule.valid_for is None else duration(rule.valid_for, names.language)


def _assurance(rule: Rule, names: Names) -> str:
    assurance = rule.requires_assurance
    return names.say(diff_words.NOTHING) if assurance is None else names.assurance(assurance)


_TOLD: Mapping[ChangeKind, tuple[Text, Callable[[Rule, Names], str] | None]] = {
    ChangeKind.NAME: (diff_words.CHANGED_FROM, _named),
    ChangeKind.PROVENANCE: (diff_words.SETTING_NOW, None),
    ChangeKind.COMMITMENT: (diff_words.CHANGED_PLAIN, _commitment),
    ChangeKind.ATTESTATION: (diff_words.CHANGED_PLAIN, _validity),
    ChangeKind.ASSURANCE: (diff_words.CHANGED_PLAIN, _assurance),
}


_MOST_FIGURES = 4
_BELOW = (Operator.AT_LEAST, Operator.LESS_THAN)


def figure_lines(change: RuleChange, among: RulesetDiff, names: Names) -> Iterator[str]:
    """A line for each figure in which a rule differs from its older text; none where it differs in anything else."""
    if change.before is None or change.after is None or among.measures or Setting.BASICALLY_MET in among.settings:
        return
    figures = changed_figures(change.before, change.after)
    if len(figures) <= _MOST_FIGURES:
        yield from (_line(figure, among.after, names) for figure in figures)


def _line(changed: ChangedFigure, ruleset: Ruleset, names: Names) -> str:
    condition, language = changed.condition, names.language

    def figure(value: Number) -> str:
        return held_figure(value, condition, changed.bound, names.library, language)

    fields = {"before": figure(changed.before), "after": figure(changed.after)}
    if not isinstance(condition, Comparison) or condition.operator is Operator.EQUALS:
        what = describe(condition, names.library, language, home=ruleset.id)
        return names.say(diff_words.CHANGED_FIGURE, what=what, **fields)
    what, ends = names.measure_name(condition.measure), sorted((changed.before, changed.after))
    phrase = diff_words.BELOW_END if condition.operator in _BELOW else diff_words.ABOVE_END
    where = names.say(phrase, what=what, low=figure(ends[0]), high=figure(ends[1]))
    return names.say(diff_words.CHANGED_FIGURE_WITHIN, what=what, where=where, **fields)
