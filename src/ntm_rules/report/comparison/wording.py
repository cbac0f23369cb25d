"""Lines on what has changed in a rule: its figures, its name, its source, how it binds, how long attestations hold."""

from collections.abc import Iterator

from attrs import evolve

from ...evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff, Setting
from ...evolution.comparison.match import ChangedFigure, changed_figures
from ...language.grammar.conditions import COMMITMENTS
from ...model.condition import Comparison, Operator
from ...model.ruleset import Provenance, Rule, Ruleset, short_name
from ...model.text import Language, printable
from ...model.values.number import Number
from ..phrasing.conditions import describe
from ..phrasing.names import Names
from ..phrasing.numbers import duration
from ..phrasing.rules import provenance_of
from ..phrasing.thresholds import held_figure
from ..words import comparison as diff_words


def wording_lines(change: RuleChange, names: Names) -> Iterator[str]:
    """Name, provenance and commitment, old and new, where they have changed."""
    before, after, language = change.before, change.after, names.language
    if before is None or after is None:
        return
    if ChangeKind.NAME in change.changes:
        fields = {"before": _named(before, names), "after": _named(after, names)}
        yield names.say(
            diff_words.CHANGED_FROM, what=diff_words.CHANGES[ChangeKind.NAME].in_language(language), **fields
        )
    if ChangeKind.PROVENANCE in change.changes:
        what = diff_words.CHANGES[ChangeKind.PROVENANCE].in_language(language)
        yield names.say(
            diff_words.SETTING_NOW, what=what, text="; ".join(_provenance(before.provenance, after.provenance, names))
        )
    if ChangeKind.COMMITMENT in change.changes:
        what = diff_words.CHANGES[ChangeKind.COMMITMENT].in_language(language)
        fields = {"before": _commitment(before, names), "after": _commitment(after, names)}
        yield names.say(diff_words.CHANGED_PLAIN, what=what, **fields)
    if ChangeKind.ATTESTATION in change.changes:
        what = diff_words.CHANGES[ChangeKind.ATTESTATION].in_language(language)
        fields = {"before": _validity(before, language), "after": _validity(after, language)}
        yield names.say(diff_words.CHANGED_PLAIN, what=what, **fields)
    if ChangeKind.ASSURANCE in change.changes:
        what = diff_words.CHANGES[ChangeKind.ASSURANCE].in_language(language)
        nothing = names.say(diff_words.NOTHING)
        was, now = (one.requires_assurance for one in (before, after))
        fields = {
            "before": nothing if was is None else names.assurance(was),
            "after": nothing if now is None else names.assurance(now),
        }
        yield names.say(diff_words.CHANGED_PLAIN, what=what, **fields)


def _named(rule: Rule, names: Names) -> str:
    name, short = names.text(rule.name), names.text(short_name(rule))
    return name if short == name else f"{name} ({short})"


def _provenance(before: Provenance, after: Provenance, names: Names) -> Iterator[str]:
    """Changed parts of a provenance, old and new."""
    language = names.language

    def changed(old: str | None, new: str | None) -> str:
        nothing = names.say(diff_words.NOTHING)
        return names.say(diff_words.TRANSITION, before=printable(old or nothing), after=printable(new or nothing))

    old, new = (provenance_of(evolve(one, cite=None, url=None), language) for one in (before, after))
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


def _validity(rule: Rule, language: Language) -> str:
    return diff_words.NO_LIMIT.in_language(language) if rule.valid_for is None else duration(rule.valid_for, language)


_MOST_FIGURES = 4
_BELOW = (Operator.AT_LEAST, Operator.LESS_THAN)


def figure_lines(change: RuleChange, among: RulesetDiff, names: Names) -> Iterator[str]:
    """A line for each figure in which a rule differs from its older text; none where it differs in anything else."""
    if change.before is None or change.after is None or among.measures or Setting.BASICALLY_MET in among.settings:
        return
    found = changed_figures(change.before, change.after)
    if len(found) <= _MOST_FIGURES:
        yield from (_line(one, among.after, names) for one in found)


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
