"""A declarative rules engine for attainment criteria: policy documents as versioned rules, decisions with reasons.

What is named here is the public interface; everything is loaded when it is first used.

>>> from datetime import date
>>> import ntm_rules as ntm
>>> library = ntm.load_library()
>>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30), library)
>>> town = ntm.Unit("T", "Thị trấn Tam Đường", "township")
>>> facts = [ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))]
>>> decisions = ntm.evaluate(program, town, facts)
>>> decisions.outcome("T", "3.3")
<Outcome.NOT_ATTAINED: 'not_attained'>
>>> decisions.decision("T", "3.3").reasons[0].gap
Decimal('0.1')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engine.corrections.corrections import Corrections as Corrections
    from .engine.corrections.corrections import corrections as corrections
    from .engine.decisions import Decisions as Decisions
    from .engine.decisions import evaluate as evaluate
    from .engine.frames.assessing.assess import assess_frame as assess_frame
    from .engine.frames.assessing.assess import assessment_of as assessment_of
    from .engine.frames.assessing.assess import reasons_frame as reasons_frame
    from .engine.frames.assessing.assessment import FrameAssessment as FrameAssessment
    from .engine.history.history import HistoryEvent as HistoryEvent
    from .engine.history.history import UnitHistory as UnitHistory
    from .engine.history.history import history as history
    from .engine.history.transitions import RecognitionState as RecognitionState
    from .engine.live.service import Service as Service
    from .engine.live.session import Session as Session
    from .engine.nearness import NearUnit as NearUnit
    from .engine.nearness import ThinMargin as ThinMargin
    from .engine.nearness import at_risk as at_risk
    from .engine.nearness import nearest as nearest
    from .engine.population.many import evaluate_many as evaluate_many
    from .engine.remedies import Step as Step
    from .engine.remedies import StepKind as StepKind
    from .engine.rule_outcomes import RuleOutcomes as RuleOutcomes
    from .engine.rule_outcomes import decide_values as decide_values
    from .evolution.cases.case import Case as Case
    from .evolution.cases.json_schema import case_schema as case_schema
    from .evolution.cases.reading.cases import cases_in as cases_in
    from .evolution.cases.reading.cases import read_cases as read_cases
    from .evolution.cases.run import CaseResult as CaseResult
    from .evolution.cases.run import run_case as run_case
    from .evolution.cases.run import run_cases as run_cases
    from .evolution.comparison.conform import Conformity as Conformity
    from .evolution.comparison.conform import conform as conform
    from .evolution.comparison.declared import declared as declared
    from .evolution.comparison.diff import RulesetDiff as RulesetDiff
    from .evolution.comparison.diff import diff as diff
    from .evolution.comparison.strictness import check_paths as check_paths
    from .evolution.coverage.cover import coverage as coverage
    from .evolution.drafts.draft_cases import draft_cases as draft_cases
    from .evolution.impact.deciding import impact as impact
    from .evolution.impact.deciding import impact_of_libraries as impact_of_libraries
    from .evolution.impact.impact import Impact as Impact
    from .evolution.mutation.run import MutationResult as MutationResult
    from .evolution.mutation.run import run_mutants as run_mutants
    from .evolution.snapshots.difference import Differences as Differences
    from .evolution.snapshots.difference import differences as differences
    from .evolution.snapshots.snapshot import Snapshot as Snapshot
    from .evolution.snapshots.snapshot import snapshot as snapshot
    from .evolution.version import named_version as named_version
    from .exchange.dossier.dossier import Dossier as Dossier
    from .exchange.dossier.dossier import read_dossier as read_dossier
    from .exchange.dossier.json_schema import dossier_schema as dossier_schema
    from .exchange.dossier.rulesets import dossier_rulesets as dossier_rulesets
    from .exchange.facts.reading import read_facts as read_facts
    from .exchange.output.decisions import decision_from_plain as decision_from_plain
    from .exchange.output.decisions import decision_to_plain as decision_to_plain
    from .exchange.output.json_lines import decisions_from_lines as decisions_from_lines
    from .exchange.output.json_lines import decisions_to_lines as decisions_to_lines
    from .exchange.output.snapshots import read_snapshot as read_snapshot
    from .exchange.output.snapshots import write_snapshot as write_snapshot
    from .exchange.plain_forms.plain import from_plain as from_plain
    from .exchange.plain_forms.plain import to_plain as to_plain
    from .exchange.plain_forms.schema import schema as schema
    from .exchange.records.making import record_assessment as record_assessment
    from .exchange.records.making import write_record as write_record
    from .exchange.records.record import AssessmentRecord as AssessmentRecord
    from .exchange.records.record import read_record as read_record
    from .exchange.records.verifying import Verification as Verification
    from .exchange.records.verifying import verify_record as verify_record
    from .exchange.units.reading import read_units as read_units
    from .language.grammar.json_schema import amendment_schema as amendment_schema
    from .language.grammar.json_schema import catalogue_schema as catalogue_schema
    from .language.grammar.json_schema import json_schema as json_schema
    from .language.library import load_library as load_library
    from .language.reading import catalogue_from_mapping as catalogue_from_mapping
    from .language.reading import catalogue_from_text as catalogue_from_text
    from .language.reading import read_catalogue as read_catalogue
    from .language.reading import read_ruleset as read_ruleset
    from .language.reading import ruleset_from_mapping as ruleset_from_mapping
    from .language.reading import ruleset_from_text as ruleset_from_text
    from .language.writing.text import catalogue_text as catalogue_text
    from .language.writing.text import rule_file_text as rule_file_text
    from .model.decision import Decision as Decision
    from .model.decision import OutcomeChange as OutcomeChange
    from .model.decision import Reason as Reason
    from .model.decision import ReasonKind as ReasonKind
    from .model.fact import Absence as Absence
    from .model.fact import Attestation as Attestation
    from .model.fact import Fact as Fact
    from .model.fact import Finding as Finding
    from .model.fact import PublishedDecision as PublishedDecision
    from .model.fact import Statement as Statement
    from .model.key import RuleKey as RuleKey
    from .model.library import Library as Library
    from .model.measure import Attribute as Attribute
    from .model.measure import Measure as Measure
    from .model.outcome import Outcome as Outcome
    from .model.outcome import Tally as Tally
    from .model.problem import ArgumentError as ArgumentError
    from .model.problem import CasesError as CasesError
    from .model.problem import CompileError as CompileError
    from .model.problem import Diagnostic as Diagnostic
    from .model.problem import EngineError as EngineError
    from .model.problem import FactsError as FactsError
    from .model.problem import NtmError as NtmError
    from .model.problem import PlainFormError as PlainFormError
    from .model.problem import ReplayError as ReplayError
    from .model.problem import RuleKeyError as RuleKeyError
    from .model.problem import RulesetError as RulesetError
    from .model.problem import UnitsError as UnitsError
    from .model.problem import UnknownNameError as UnknownNameError
    from .model.problem import UnknownUnitError as UnknownUnitError
    from .model.ruleset import Ruleset as Ruleset
    from .model.text import Text as Text
    from .model.units.belonging import Belonging as Belonging
    from .model.units.belonging import Membership as Membership
    from .model.units.unit import Unit as Unit
    from .model.units.unit import Units as Units
    from .program.compiling import compile as compile
    from .program.program import Program as Program
    from .report.renderers.explain import explain as explain

_HOMES = {
    "engine.corrections.corrections": ("Corrections", "corrections"),
    "engine.history.history": ("HistoryEvent", "UnitHistory", "history"),
    "engine.history.transitions": ("RecognitionState",),
    "engine.decisions": ("Decisions", "evaluate"),
    "engine.rule_outcomes": ("RuleOutcomes", "decide_values"),
    "engine.frames.assessing.assess": ("assess_frame", "assessment_of", "reasons_frame"),
    "engine.frames.assessing.assessment": ("FrameAssessment",),
    "engine.nearness": ("NearUnit", "ThinMargin", "at_risk", "nearest"),
    "engine.population.many": ("evaluate_many",),
    "engine.live.service": ("Service",),
    "engine.live.session": ("Session",),
    "engine.remedies": ("Step", "StepKind"),
    "evolution.cases.case": ("Case",),
    "evolution.cases.json_schema": ("case_schema",),
    "evolution.cases.reading.cases": ("cases_in", "read_cases"),
    "evolution.cases.run": ("CaseResult", "run_case", "run_cases"),
    "evolution.comparison.conform": ("Conformity", "conform"),
    "evolution.comparison.declared": ("declared",),
    "evolution.comparison.diff": ("RulesetDiff", "diff"),
    "evolution.comparison.strictness": ("check_paths",),
    "evolution.coverage.cover": ("coverage",),
    "evolution.drafts.draft_cases": ("draft_cases",),
    "evolution.impact.impact": ("Impact",),
    "evolution.impact.deciding": ("impact", "impact_of_libraries"),
    "evolution.mutation.run": ("MutationResult", "run_mutants"),
    "evolution.snapshots.difference": ("Differences", "differences"),
    "evolution.snapshots.snapshot": ("Snapshot", "snapshot"),
    "evolution.version": ("named_version",),
    "exchange.dossier.dossier": ("Dossier", "read_dossier"),
    "exchange.dossier.json_schema": ("dossier_schema",),
    "exchange.dossier.rulesets": ("dossier_rulesets",),
    "exchange.facts.reading": ("read_facts",),
    "exchange.output.decisions": ("decision_from_plain", "decision_to_plain"),
    "exchange.output.json_lines": ("decisions_from_lines", "decisions_to_lines"),
    "exchange.plain_forms.plain": ("from_plain", "to_plain"),
    "exchange.plain_forms.schema": ("schema",),
    "exchange.output.snapshots": ("read_snapshot", "write_snapshot"),
    "exchange.records.making": ("record_assessment", "write_record"),
    "exchange.records.record": ("AssessmentRecord", "read_record"),
    "exchange.records.verifying": ("Verification", "verify_record"),
    "exchange.units.reading": ("read_units",),
    "language.library": ("load_library",),
    "language.reading": (
        "catalogue_from_mapping",
        "catalogue_from_text",
        "read_catalogue",
        "read_ruleset",
        "ruleset_from_mapping",
        "ruleset_from_text",
    ),
    "language.writing.text": ("catalogue_text", "rule_file_text"),
    "language.grammar.json_schema": ("amendment_schema", "catalogue_schema", "json_schema"),
    "model.decision": ("Decision", "OutcomeChange", "Reason", "ReasonKind"),
    "model.fact": ("Absence", "Attestation", "Fact", "Finding", "PublishedDecision", "Statement"),
    "model.key": ("RuleKey",),
    "model.library": ("Library",),
    "model.measure": ("Attribute", "Measure"),
    "model.outcome": ("Outcome", "Tally"),
    "model.problem": (
        "ArgumentError",
        "CasesError",
        "CompileError",
        "Diagnostic",
        "EngineError",
        "FactsError",
        "NtmError",
        "PlainFormError",
        "ReplayError",
        "RuleKeyError",
        "RulesetError",
        "UnitsError",
        "UnknownNameError",
        "UnknownUnitError",
    ),
    "model.ruleset": ("Ruleset",),
    "model.text": ("Text",),
    "model.units.belonging": ("Belonging", "Membership"),
    "model.units.unit": ("Unit", "Units"),
    "program.compiling": ("compile",),
    "program.program": ("Program",),
    "report.renderers.explain": ("explain",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)
__version__ = "0.2.0"


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
