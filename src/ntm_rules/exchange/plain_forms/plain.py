"""Plain forms: values of the public interface as exact builtins of Python, each with its kind and version, and back.

A plain form is a mapping with the key `form`, such as `decision/1.0`. Of a newer minor version, keys that are not known here
are left out with a warning that names them; another major version is refused.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from cattrs import Converter
from cattrs.errors import BaseValidationError

from ...evolution.cases.run import CaseResult
from ...evolution.comparison.conform import Conformity
from ...evolution.comparison.diff import RulesetDiff
from ...evolution.impact.impact import Impact
from ...language.diagnostics.mistakes import shown
from ...language.reading import FORM, catalogue_unchecked, ruleset_unchecked
from ...language.writing.files import builtins_written, catalogue_written, measure_written, plain_ruleset
from ...model.arguments import checks_arguments, is_several, refuse_parts_of_other_types, refused
from ...model.decision import Decision, OutcomeChange
from ...model.fact import Attestation, Fact, PublishedDecision
from ...model.measure import Attribute, Measure
from ...model.problem import Diagnostic, NtmError, PlainFormError
from ...model.ruleset import Ruleset
from ...model.spelling import nearest
from ...model.text import Text, builtins_of, shortened
from ...model.units.unit import Unit
from ..diagnostics.messages import diagnostic
from ..output.cases import case_results_to_plain
from ..output.changes.comparison import conformity_to_plain, diff_to_plain
from ..output.changes.impact import impact_to_plain
from ..output.complaints import EXTRA_FIELDS, complaints, extra_fields
from ..output.converter import CONVERTER, LENIENT
from ..output.decisions import (
    compact_to_plain,
    decision_from_plain,
    decision_of,
    decision_to_plain,
    decisions_from_compact,
)
from ..output.plain_values import complaint_of
from .report_forms import REPORT_FORMS

MAJOR, MINOR = 1, 0
CONVERTED: Mapping[str, type] = {
    "fact": Fact,
    "attestation": Attestation,
    "published_decision": PublishedDecision,
    "unit": Unit,
    "outcome_change": OutcomeChange,
    "diagnostic": Diagnostic,
}
"""Kinds whose form is that of their fields."""
_NAMES = {kind: name for name, kind in CONVERTED.items()}
READABLE = (*CONVERTED, "decision", "decisions", "measure", "attribute", "ruleset", *REPORT_FORMS)
"""Kinds that `from_plain` reads."""
_VERSION = re.compile(r"(?P<kind>[a-z_]+)/(?P<major>\d+)\.(?P<minor>\d+)")

Plain = (
    Decision
    | Fact
    | Attestation
    | PublishedDecision
    | Unit
    | Measure
    | Attribute
    | Ruleset
    | OutcomeChange
    | Diagnostic
    | RulesetDiff
    | Conformity
    | Impact
    | CaseResult
)


def to_plain(value: Plain | Iterable[Decision], *, compact: bool = False) -> dict[str, Any]:
    """A value as dicts, lists, texts, numbers, true, false and null alone, for JSON, YAML, SQL or a message queue.

    Figures of facts and reasons are texts, exactly (`"97.2"`, `"1/3"`). A ruleset and a measure are the mappings that a rule
    file and a catalogue have for them. Several decisions, or one, are `compact` where each decision below them is there once.
    Raises ArgumentError for a value of another type.

    >>> from datetime import date
    >>> to_plain(Fact("T", "income_per_capita", 39.5, date(2024, 3, 31)))
    {'form': 'fact/1.0', 'unit': 'T', 'measure': 'income_per_capita', 'value': '39.5', 'as_of': '2024-03-31'}
    """
    if type(compact) is not bool:
        raise refused("compact", compact, "True hoặc False", "True or False")
    if compact or not isinstance(value, Plain):
        roots = _decisions(value)
        plain = compact_to_plain(roots) if compact else {"decisions": [decision_to_plain(root) for root in roots]}
        return {FORM: _form("decisions"), **plain}
    if isinstance(value, Ruleset | Measure | Attribute):
        refuse_parts_of_other_types(value)
    match value:
        case Decision():
            return {FORM: _form("decision"), **decision_to_plain(value)}
        case Ruleset():
            return {FORM: _form("ruleset"), **plain_ruleset(value)}
        case Measure():
            return {FORM: _form("measure"), "id": str.__str__(value.id), **builtins_written(measure_written(value))}
        case Attribute():
            written = catalogue_written((), (value,))["attributes"][value.id]
            return {FORM: _form("attribute"), "id": str.__str__(value.id), **builtins_written(written)}
        case RulesetDiff():
            return {FORM: _form("ruleset_diff"), **diff_to_plain(value)}
        case Conformity():
            return {FORM: _form("conformity"), **conformity_to_plain(value)}
        case Impact():
            return {FORM: _form("impact"), **builtins_of(impact_to_plain(value))}
        case CaseResult():
            return {FORM: _form("case_result"), **case_results_to_plain([value])["cases"][0]}
    return {FORM: _form(_NAMES[type(value)]), **CONVERTER.unstructure(value)}


@checks_arguments
def from_plain(kind: str, plain: Mapping[str, Any]) -> Any:
    """The value of that kind that `plain` stands for: `decision`, `decisions`, `fact`, `attestation`,
    `published_decision`, `unit`, `measure`, `attribute`, `ruleset`, `outcome_change` or `diagnostic`. A report
    (`ruleset_diff`, `conformity`, `impact`, `case_result`) is its own plain form, checked key by key.

    The value of a fact may be a number too; without `form` the version is taken to be the one of this library. Keys of a newer
    minor version are left out with a warning that names them, in a report kept; in a ruleset or a measure, where a key may
    change the meaning, they are refused by name. A ruleset is read without a look at what it names: `ruleset_from_mapping`
    checks it against a library.

    Raises PlainFormError with every field at fault, RulesetError for what is no ruleset or measure, and what the value itself
    raises: FactsError, UnitsError.

    >>> from_plain("fact", {"unit": "T", "measure": "income_per_capita", "value": 39.5, "as_of": "2024-03-31"}).value
    Decimal('39.5')
    """
    check_readable(kind)
    rest = {name: value for name, value in plain.items() if name != FORM}
    is_newer = _is_newer(kind, plain.get(FORM))
    try:
        return _read(kind, rest, is_newer)
    except BaseValidationError as error:
        ntm_error = next(_ours(error), None)
        if ntm_error is not None:
            raise ntm_error from error
        raise PlainFormError(_misfit(kind, why) for why in complaints(error, kind)) from error
    except NtmError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise PlainFormError(_misfit(kind, complaint_of(error))) from error


def check_readable(kind: str) -> None:
    """Raise PlainFormError, with the nearest kind, where there is no plain form of that kind."""
    if kind not in READABLE:
        near, known = nearest(kind, READABLE), ", ".join(READABLE)
        raise PlainFormError(diagnostic("NTM721", None, form=shown(kind), known=known, allowed=READABLE, near=near))


def _form(kind: str) -> str:
    return f"{kind}/{MAJOR}.{MINOR}"


def _decisions(value: object) -> tuple[Decision, ...]:
    decisions = tuple(value) if is_several(value) else (value,)
    if not all(isinstance(decision, Decision) for decision in decisions):
        expected = ", ".join(READABLE)
        raise refused("value", value, expected, expected)
    return decisions


def _is_newer(kind: str, form: object) -> bool:
    """True for a later minor version. Raises PlainFormError for another kind or major version."""
    if form is None:
        return False
    matched = _VERSION.fullmatch(form) if isinstance(form, str) else None
    if matched is None or matched["kind"] != kind or int(matched["major"]) != MAJOR:
        why = Text(
            f"form là {shortened(form)}, không phải {_form(kind)}", f"its form is {shortened(form)}, not {_form(kind)}"
        )
        raise PlainFormError(_misfit(kind, why))
    return int(matched["minor"]) > MINOR


def _read(kind: str, rest: dict[str, Any], is_newer: bool) -> Any:
    match kind:
        case "decision" if not is_newer:
            return decision_from_plain(rest)
        case "ruleset":
            return ruleset_unchecked(rest)
        case "measure" | "attribute":
            id = rest.pop("id")
            read = catalogue_unchecked({f"{kind}s": {id: rest}})
            return (read.measures if kind == "measure" else read.attributes)[id]
        case "decisions" if unknown := sorted(rest.keys() - {"decisions", "roots"}):
            extra = extra_fields(unknown)
            why = Text(f"{extra.vi} @ {kind}", f"{extra.en} @ {kind}")
            if not is_newer:
                raise PlainFormError(_misfit(kind, why))
            _warn([why])
    try:
        return _structured(kind, rest, CONVERTER)
    except BaseValidationError as error:
        faults = complaints(error, kind)
        if not is_newer or not all(why.in_language("en").startswith(EXTRA_FIELDS) for why in faults):
            raise
        _warn(faults, "kept" if kind in REPORT_FORMS else "left out")
        return _structured(kind, rest, LENIENT)


def _structured(kind: str, rest: dict[str, Any], converter: Converter) -> Any:
    match kind:
        case "decision":
            return decision_of(rest, converter)
        case "decisions" if "roots" in rest:
            return decisions_from_compact(rest, converter)
        case "decisions":
            return tuple(decision_of(decision, converter) for decision in rest["decisions"])
    if kind in REPORT_FORMS:
        report = {FORM: _form(kind), **rest}
        converter.structure(report, REPORT_FORMS[kind])
        return deepcopy(report)
    return converter.structure(rest, CONVERTED[kind])


def _misfit(kind: str, why: Text) -> Diagnostic:
    return diagnostic("NTM720", None, form=kind, why=why)


def _warn(faults: Iterable[Text], done: str = "left out") -> None:
    message = "; ".join(why.in_language("en") for why in faults)
    warnings.warn(f"keys of a newer version are {done}: {message}", stacklevel=5)


def _ours(error: BaseException) -> Iterator[NtmError]:
    """The errors of ours inside a group of cattrs."""
    if isinstance(error, NtmError):
        yield error
    for inner in getattr(error, "exceptions", ()):
        yield from _ours(inner)
