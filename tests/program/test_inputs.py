"""What a program reads, what its rules mean, and what is kept beside values."""

import gc
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.model.fact import Absence, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.measure import Level, Measure, MeasureType
from ntm_rules.model.text import Text
from ntm_rules.model.values.kept import Kept
from ntm_rules.program.admission.misfit import is_plain, misfit, plain_values
from ntm_rules.program.inputs import FigureRead
from ntm_rules.program.terms import AttributeOf, Reported, Term, walk
from ntm_rules.testing import World, worlds

DAY = date(2024, 6, 30)


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_a_program_reads_every_figure_and_attribute_in_its_terms_and_no_other(world: World) -> None:
    for program in world.programs():
        inputs = program.inputs()
        terms: list[Term] = []
        for one in program.programs():
            for rule in one.rules:
                terms += walk((rule.truth, rule.points))
                assert rule.key in inputs.attested
        assert inputs.measures == {term.measure for term in terms if isinstance(term, Reported)}
        assert inputs.attributes == {term.attribute for term in terms if isinstance(term, AttributeOf)}
        assert {read.on for read in inputs.figures} <= {
            *(one.as_of for one in program.programs()),
            *(term.on for term in terms if isinstance(term, Reported) and term.on is not None),
        }
        assert inputs.uses.kinds == {
            *inputs.members,
            *inputs.above,
            *(kind for one in program.programs() for kind in one.ruleset.applies_to),
        }


@pytest.mark.slow
def test_a_district_reads_figures_of_its_communes() -> None:
    inputs = ntm.compile("vn/district-ntm", DAY).inputs()
    assert inputs.members == {"commune", "township"}
    assert FigureRead("lowest_content_satisfaction", "commune", DAY) in inputs.figures
    assert {read.kind for read in inputs.figures} == {"commune", "district", "province", "township"}
    assert RuleKey("vn/commune-ntm", "17.1") in inputs.attested


def test_a_rule_means_the_same_on_another_day_and_under_another_name() -> None:
    library = ntm.load_library()
    today, yesterday = (ntm.compile("vn/district-ntm", day, library) for day in (DAY, date(2024, 6, 29)))
    assert [rule.meaning_hash for rule in today.rules] == [rule.meaning_hash for rule in yesterday.rules]
    versions = library.versions["vn/district-ntm"]
    *earlier, last = versions
    first = last.criteria[0]
    renamed = evolve(last, criteria=(evolve(first, name=Text("Tên khác")), *last.criteria[1:]))
    changed = evolve(library, versions={**library.versions, "vn/district-ntm": (*earlier, renamed)})
    other = ntm.compile("vn/district-ntm", DAY, changed).by_code[first.code]
    before = today.by_code[first.code]
    assert other.meaning_hash == before.meaning_hash
    assert other.wording_hash != before.wording_hash
    assert other.hash != before.hash


def test_another_threshold_is_another_meaning_in_the_same_words() -> None:
    program = ntm.compile("vn/commune-ntm", DAY)
    meanings = {rule.meaning_hash for rule in program.rules}
    assert len(meanings) == len(program.rules)
    rule = program.by_code["1.1"]
    other = program.by_code["9.1"]
    changed = evolve(rule, truth=other.truth)
    assert changed.meaning_hash == other.meaning_hash
    assert changed.wording_hash == rule.wording_hash


MEASURES = (
    Measure("share", Text("share"), decimals=2, minimum=Decimal(0), maximum=Decimal(100)),
    Measure("people", Text("people"), minimum=Decimal(0)),
    Measure("any", Text("any"), decimals=30),
    Measure("found", Text("found"), MeasureType.FINDING),
    Measure("order", Text("order"), MeasureType.LEVEL, levels=(Level("low", Text("low")), Level("high", Text("high")))),
)
VALUES = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-200, max_value=200),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.fractions(),
    st.sampled_from([*Finding, *Absence, "low", "high", "lower"]),
)


@given(st.sampled_from(MEASURES), VALUES, st.integers(1, 40))
def test_a_plain_value_fits(measure: Measure, value: Decimal | Fraction | Finding | Absence | str, digits: int) -> None:
    """Whatever the caller's context of decimals: the quick look never takes what the judgement refuses."""
    with localcontext() as context:
        context.prec = digits
        plain = is_plain(value, plain_values(measure))
    assert not plain or misfit(measure, value) is None


@pytest.mark.parametrize("measure", [one for one in MEASURES if one.decimals < 20], ids=lambda measure: measure.id)
def test_what_is_usual_is_plain(measure: Measure) -> None:
    usual = {MeasureType.NUMBER: Decimal(7), MeasureType.FINDING: Finding.MET, MeasureType.LEVEL: "high"}
    assert is_plain(usual[measure.type], plain_values(measure))
    assert is_plain(Absence.NOT_APPLICABLE, plain_values(measure))


class Thing:
    """Something that lives a while."""


@pytest.mark.slow
def test_what_is_kept_goes_with_its_owner_and_is_the_same_for_all_who_ask() -> None:
    kept: Kept[Thing, object] = Kept(lambda thing: object())
    thing = Thing()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: id(kept.of(thing)), range(64)))) == 1
    another = Thing()
    first = kept.of(another)
    del another
    gc.collect()
    assert len(kept._entries) == 1
    assert kept.of(Thing()) is not first
