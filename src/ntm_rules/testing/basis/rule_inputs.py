"""Inputs of a rule: figures, attributes and units, of the unit itself, above and below it, today and earlier."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from attrs import field, fields_dict, frozen

from ...language.contents.traversal import about, compared_thresholds, conditions, followed
from ...model import condition as form
from ...model import threshold as limit
from ...model.library import Library
from ...model.ruleset import Ruleset
from ...program.compiling import scope_of
from ...program.program import Program
from .boundary import fixed_values


@frozen
class RuleInputs:
    """Inputs of a rule by kind of unit: figures on a day, attributes, and the kinds of unit themselves.

    `rules` are those it rests on, itself included, as ruleset, day and code; `named` the units below that rules name, with the
    kind of the members that are meant. Measures that are derived stand beside those that they are derived from.
    """

    figures: set[tuple[str, str, date]] = field(factory=set)
    attributes: set[tuple[str, str]] = field(factory=set)
    kinds: set[str] = field(factory=set)
    rules: set[tuple[str, date, str]] = field(factory=set)
    named: set[tuple[str, str]] = field(factory=set)


def together(all_inputs: Iterable[RuleInputs]) -> RuleInputs:
    """Union of the inputs of several rules.

    >>> water, roads = RuleInputs(kinds={"commune"}), RuleInputs(kinds={"commune", "village"})
    >>> sorted(together([water, roads]).kinds)
    ['commune', 'village']
    """
    union = RuleInputs()
    for inputs in all_inputs:
        for name in fields_dict(RuleInputs):
            getattr(union, name).update(getattr(inputs, name))
    return union


def inputs_of(program: Program, code: str) -> RuleInputs:
    """Inputs of one rule of a program, with those of the rules that it rests on.

    >>> from ntm_rules.program.compiling import compile
    >>> from ntm_rules.language.library import load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> sorted(measure for _, measure, _ in inputs_of(program, "3.3").figures)
    ['clean_water_households']
    """
    inputs = RuleInputs()
    _read_rule(program, code, inputs)
    return inputs


def _read_rule(program: Program, code: str, inputs: RuleInputs) -> None:
    name = (program.ruleset.id, program.as_of, code)
    if name in inputs.rules:
        return
    inputs.rules.add(name)
    inputs.kinds.update(program.ruleset.applies_to)
    rule = program.by_code[code]
    for below in rule.children:
        _read_rule(program, below, inputs)
    where = program.ruleset.applies_where
    for whole in (rule.rule.condition, rule.rule.applies_when, where):
        for condition, whose in () if whole is None else about(whole):
            for kind in program.ruleset.applies_to if whose is None else (whose,):
                _read_condition(program, condition, kind, inputs)


def _read_condition(program: Program, condition: form.Condition, kind: str, inputs: RuleInputs) -> None:
    today = program.as_of
    for threshold in (
        threshold
        for compared in compared_thresholds(condition)
        for threshold in followed(compared.threshold, compared.measure, scope_of(program.ruleset, program).ruleset_of)
    ):
        match threshold:
            case limit.ForEach(measure) | limit.ByBand(measure) | limit.DayFrom(measure=str() as measure):
                _read_figure(program.library, kind, measure, today, inputs)
            case limit.ByAttribute(attribute):
                inputs.attributes.add((kind, attribute))
            case limit.Relative(measure, of):
                inputs.kinds.add(of or kind)
                _read_figure(program.library, of or kind, measure, today, inputs)
    if isinstance(condition, form.MembersAttained | form.MembersMeeting | form.MembersMeasure):
        inputs.kinds.add(condition.kind)
        inputs.named.update((condition.kind, code) for code in condition.only)
        weight = getattr(condition, "weighted_by", None)
        if weight is not None:
            _read_figure(program.library, condition.kind, weight, today, inputs)
    match condition:
        case form.Comparison(measure) | form.OneOf(measure) | form.Required(measure):
            years = 0 if condition.over is None else condition.over.years
            for day in (today, *(date(program.assessed - back, 12, 31) for back in range(1, years))):
                _read_figure(program.library, kind, measure, day, inputs)
        case form.Change(measure, since):
            _read_figure(program.library, kind, measure, today, inputs)
            earlier = since or date(program.assessed - 1, 12, 31)
            _read_figure(program.library, kind, measure, earlier, inputs)
        case form.AttributeIs(attribute):
            inputs.attributes.add((kind, attribute))
        case form.MembersMeasure(members, of=str(measure)):
            _read_figure(program.library, members, measure, today, inputs)
        case form.MembersMeasure(members, of=form.CriteriaCount(ruleset, since)):
            _read_criteria(program, ruleset, since, inputs)
        case form.CriteriaChange(ruleset, since):
            _read_criteria(program, ruleset, since, inputs)
        case form.OwnCriteria(ruleset=ruleset, of=codes, including_any_of=listed):
            counted = program if ruleset is None else program.references[ruleset]
            for code in (*(codes or counted.criteria), *listed):
                _read_rule(counted, code, inputs)
        case form.Attained(rule) | form.MembersAttained(rule=rule):
            inputs.kinds.add(getattr(condition, "of", None) or kind)
            _read_rule(program.references[rule.ruleset], rule.code, inputs)


def _read_criteria(program: Program, ruleset: str, since: date | None, inputs: RuleInputs) -> None:
    counted = [program.references[ruleset]] + ([] if since is None else [program.past[ruleset, since]])
    for counted_program in counted:
        for code in counted_program.criteria:
            _read_rule(counted_program, code, inputs)


def _read_figure(library: Library, kind: str, measure: str, day: date, inputs: RuleInputs) -> None:
    inputs.figures.add((kind, measure, day))
    derive = library.measures[measure].derive
    for part in () if derive is None else derive.parts:
        _read_figure(library, kind, part, day, inputs)


def steps_of(ruleset: Ruleset) -> Mapping[str, tuple[Decimal, ...]]:
    """Figures by which measures are asked to change since an earlier date, by the measure.

    >>> from ntm_rules.model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus
    >>> from ntm_rules.model.text import Text
    >>> on, three = date(2024, 1, 1), limit.Fixed(Decimal(3))
    >>> change = form.Change("roads", on, form.Direction.INCREASED, form.Operator.AT_LEAST, three)
    >>> rule = Criterion("1", Text("Đường"), Provenance(ProvenanceStatus.PLAN), (), change)
    >>> steps_of(Ruleset("vn/a", on, Text("Xã"), "commune", Instrument("1/QĐ"), (rule,)))
    {'roads': (Decimal('3'),)}
    """
    steps: dict[str, tuple[Decimal, ...]] = {}
    for _, condition in conditions(ruleset):
        if isinstance(condition, form.Change) and condition.basis is form.Basis.COUNT:
            figures = (value for value in fixed_values(condition.threshold) if isinstance(value, Decimal))
            steps[condition.measure] = (*steps.get(condition.measure, ()), *figures)
    return steps
