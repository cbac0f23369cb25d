"""Every value of the public interface has a plain form: exact builtins, versioned, as its schema says, read back the same."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.exchange.plain_forms.plain import READABLE
from ntm_rules.model.measure import Measure
from ntm_rules.model.place import Place
from ntm_rules.testing import libraries

from ..plain_values import types_in
from ..profiles import tried
from .test_plain import attestations, facts_of_measures, keys, outcomes, published, texts, trees, words

EXAMPLES = Path(__file__).parents[2] / "examples"
JUNE = date(2024, 6, 30)
LIBRARY = ntm.load_library()
PROGRAM = ntm.compile("vn/civilised-township", JUNE, LIBRARY)
TOWN = ntm.Unit("T", "Thị trấn Tam Đường", "township")
DECISIONS = ntm.evaluate(PROGRAM, TOWN, [ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))])
SCHEMAS = {kind: jsonschema.Draft202012Validator(ntm.schema(kind)) for kind in READABLE}


def returns(kind: str, value: Any) -> dict[str, Any]:
    """The plain form, after a look that it is exact, as its schema says, and read back as the same value."""
    plain: dict[str, Any] = ntm.to_plain(value)
    assert set(types_in(plain)) <= {dict, list, str, int, float, bool, type(None)}
    assert plain["form"] == f"{kind}/1.0"
    SCHEMAS[kind].validate(plain)
    assert ntm.from_plain(kind, plain) == value
    assert ntm.from_plain(kind, json.loads(json.dumps(plain))) == value
    return plain


places = st.none() | st.builds(Place, words, st.integers(1, 99), st.integers(1, 99))
units = st.builds(
    ntm.Unit,
    st.sampled_from(["C", "02917"]),
    st.sampled_from(["Bản Bo", "Sơn Bình"]),
    st.just("commune"),
    st.none() | st.just("D"),
    st.dictionaries(st.just("region"), st.just("mountains"), max_size=1),
    st.none() | st.just(date(2020, 1, 1)),
    place=places,
    parents=st.sampled_from([(), (ntm.Belonging("D", None, date(2024, 1, 1)), ntm.Belonging("D", date(2024, 1, 2)))]),
)
of_kinds = {
    "fact": facts_of_measures,
    "attestation": attestations,
    "published_decision": published,
    "unit": units,
    "outcome_change": st.builds(ntm.OutcomeChange, words, keys, outcomes, outcomes),
    "diagnostic": st.builds(ntm.Diagnostic, words, places, texts, st.none() | texts),
}


@pytest.mark.parametrize("kind", of_kinds)
@settings(max_examples=tried(0.5))
@given(data=st.data())
def test_a_value_comes_back(kind: str, data: st.DataObject) -> None:
    returns(kind, data.draw(of_kinds[kind]))


@settings(max_examples=tried(0.25))
@given(st.lists(trees, max_size=2))
def test_decisions_come_back_whole_and_compact(decisions: list[ntm.Decision]) -> None:
    for one in decisions:
        returns("decision", one)
    for plain in (ntm.to_plain(decisions), ntm.to_plain(decisions, compact=True)):
        SCHEMAS["decisions"].validate(plain)
        assert ntm.from_plain("decisions", json.loads(json.dumps(plain))) == tuple(decisions)


@settings(max_examples=tried(0.25))
@given(libraries())
def test_measures_and_attributes_come_back(library: ntm.Library) -> None:
    for measure in library.measures.values():
        returns("measure", measure)
    for attribute in library.attributes.values():
        returns("attribute", attribute)


def test_a_ruleset_comes_back_and_is_a_rule_file() -> None:
    ruleset = LIBRARY.versions["vn/commune-ntm"][-1]
    plain = returns("ruleset", ruleset)
    assert plain["made_from"]["enacted"]
    town = PROGRAM.ruleset
    assert ntm.ruleset_from_mapping(ntm.to_plain(town), LIBRARY) == town


def test_nothing_is_repeated_in_a_compact_form() -> None:
    program = ntm.compile("vn/commune-ntm", JUNE, LIBRARY)
    decisions = ntm.evaluate(program, ntm.Unit("C", "Xã", "commune"), []).of("C")
    whole, compact = (json.dumps(ntm.to_plain(decisions, compact=one)) for one in (False, True))
    assert len(compact) < len(whole) / 2
    listed = json.loads(compact)["decisions"]
    assert len(listed) == len({(one["rule"], one["as_of"]) for one in listed})
    assert ntm.from_plain("decisions", json.loads(compact)) == decisions


@pytest.fixture(scope="module")
def reports() -> list[tuple[str, Any]]:
    """The reports of every kind about the shipped amendment: a comparison, conformity both ways, its impact, its cases."""
    rules = EXAMPLES / "amendment"
    library = ntm.load_library(over=rules / "rulesets")
    after = ntm.read_ruleset(rules / "2025-01-01.yaml", library)
    before = library.ruleset(after.id, JUNE)
    dossier = ntm.read_dossier(rules / "dossier", library)
    day, amended = date(2025, 6, 30), library.including(after)
    old, new = (ntm.compile(one, day, amended) for one in (before, after))
    cases = ntm.cases_in(rules / "cases", amended)
    return [
        ("ruleset_diff", ntm.diff(before, after, library=library)),
        ("conformity", ntm.conform(lower=library.ruleset("tinh-vi-du/xa", JUNE), higher=before, library=library)),
        ("conformity", ntm.conform(lower=before, higher=after, library=amended)),
        ("impact", ntm.impact(old, new, units=dossier.units, statements=dossier.statements)),
        *(("case_result", one) for one in ntm.run_cases(cases[:3], library)),
    ]


def test_reports_come_back_as_they_are(reports: list[tuple[str, Any]]) -> None:
    seen = set()
    for kind, report in reports:
        plain = ntm.to_plain(report)
        assert plain["form"] == f"{kind}/1.0"
        assert set(types_in(plain)) <= {dict, list, str, int, float, bool, type(None)}
        SCHEMAS[kind].validate(plain)
        assert ntm.from_plain(kind, json.loads(json.dumps(plain))) == plain
        seen.add(kind)
        with pytest.raises(ntm.PlainFormError, match="colour"):
            ntm.from_plain(kind, {**plain, "colour": "red"})
        with pytest.warns(UserWarning, match=f"colour.*@ {kind}"):
            assert ntm.from_plain(kind, {**plain, "form": f"{kind}/1.4", "colour": "red"})["colour"] == "red"
    assert seen == {"ruleset_diff", "conformity", "impact", "case_result"}
    assert any(ntm.to_plain(report).get("shortfalls") for _, report in reports)


def test_every_field_of_a_report_that_is_not_of_its_form_is_named(reports: list[tuple[str, Any]]) -> None:
    plain = ntm.to_plain(reports[0][1])
    del plain["years"]["last"]
    plain["changes"][0] |= {"changes": ["renamd"], "before": 3}
    plain["same_rules"] = "3"
    with pytest.raises(ntm.PlainFormError) as error:
        ntm.from_plain("ruleset_diff", plain)
    told = "\n".join(one.message.en or "" for one in error.value.diagnostics)
    for place in ("years.last", "changes[0].changes[0]", "changes[0].before", "same_rules"):
        assert f"@ ruleset_diff.{place}" in told
    assert len(error.value.diagnostics) == 4


def test_a_kind_that_there_is_not_is_refused() -> None:
    for kind in ("facts", "Fact"):
        with pytest.raises(ntm.PlainFormError) as error:
            ntm.from_plain(kind, {})
        assert error.value.diagnostics[0].code == "NTM721"
        assert error.value.diagnostics[0].fields["allowed"] == READABLE
        with pytest.raises(ntm.PlainFormError):
            ntm.schema(kind)


FACT = {"unit": "T", "measure": "m", "value": 39.5, "as_of": "2024-03-31"}


@pytest.mark.parametrize(
    ("kind", "plain", "code"),
    [
        ("fact", {**FACT, "form": "fact/2.0"}, "NTM720"),
        ("fact", {**FACT, "form": "unit/1.0"}, "NTM720"),
        ("fact", {**FACT, "form": 3}, "NTM720"),
        ("fact", {**FACT, "colour": "red"}, "NTM720"),
        ("fact", {**FACT, "form": "fact/1.7", "as_of": 3, "colour": "red"}, "NTM720"),
        ("fact", {**FACT, "value": float("inf")}, "NTM617"),
        ("attestation", {"unit": "T", "rule": "no key", "value": {"finding": "met"}, "as_of": "2024-03-31"}, "NTM564"),
        ("unit", {"code": "T", "name": " ", "kind": "commune"}, "NTM710"),
        ("measure", {"id": "m", "name": "M", "decimls": 1}, "NTM205"),
        ("measure", {"name": "M"}, "NTM720"),
        ("ruleset", {"ruleset": "vn/a"}, "NTM206"),
        ("decision", {}, "NTM590"),
        ("decisions", {"decisions": [], "roots": [0]}, "NTM720"),
        ("decisions", {"decisions": 3}, "NTM720"),
    ],
)
def test_what_is_no_plain_form_is_an_error_of_ours(kind: str, plain: dict[str, Any], code: str) -> None:
    with pytest.raises(ntm.NtmError) as error:
        ntm.from_plain(kind, plain)
    assert code in {found.code for found in error.value.diagnostics}


def test_keys_of_a_newer_minor_version_are_named() -> None:
    with pytest.warns(UserWarning, match="colour"):
        read = ntm.from_plain("fact", {**FACT, "form": "fact/1.7", "colour": "red"})
    assert read == ntm.Fact("T", "m", Decimal("39.5"), date(2024, 3, 31))


def test_keys_of_newer_decisions_are_named_and_those_of_rules_refused() -> None:
    decision = DECISIONS.decision("T", "3.3")
    plain = ntm.to_plain(decision)
    plain["reasons"][0]["colour"] = "red"
    with pytest.warns(UserWarning, match="colour"):
        assert ntm.from_plain("decision", {**plain, "form": "decision/1.2"}) == decision
    for compact in (False, True):
        several = ntm.to_plain([DECISIONS.decision("T", "3")], compact=compact)
        several["decisions"][0]["colour"] = "red"
        with pytest.raises(ntm.PlainFormError):
            ntm.from_plain("decisions", several)
        with pytest.warns(UserWarning, match="colour"):
            assert ntm.from_plain("decisions", {**several, "form": "decisions/1.2"}) == (DECISIONS.decision("T", "3"),)
        beside = {**ntm.to_plain([DECISIONS.decision("T", "3")], compact=compact), "colour": "red"}
        with pytest.raises(ntm.PlainFormError, match="colour"):
            ntm.from_plain("decisions", beside)
        with pytest.warns(UserWarning, match="colour"):
            assert ntm.from_plain("decisions", {**beside, "form": "decisions/1.2"}) == (DECISIONS.decision("T", "3"),)
    rules = {**ntm.to_plain(PROGRAM.ruleset), "form": "ruleset/1.2", "colour": "red"}
    with pytest.raises(ntm.RulesetError, match="colour"):
        ntm.from_plain("ruleset", rules)


def test_lines_tell_runs_apart_that_differ_in_what_was_known() -> None:
    fact = ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    runs = [ntm.evaluate(PROGRAM, TOWN, [fact], known_on=day) for day in (date(2024, 3, 1), date(2024, 7, 1), None)]
    lines = ntm.decisions_to_lines(runs)
    assert list(ntm.decisions_from_lines(lines)) == [run.of("T") for run in runs]


def test_the_references_of_a_schema_can_be_those_of_openapi() -> None:
    schema = ntm.schema("decision", reference="#/components/schemas/{name}")
    text = json.dumps(schema)
    assert "#/components/schemas/Reason" in text
    assert "#/$defs/" not in text


@pytest.mark.parametrize("value", [3, "text", None, [1], {"a": 1}, object(), Measure])
def test_what_has_no_plain_form_is_refused(value: Any) -> None:
    with pytest.raises(ntm.ArgumentError):
        ntm.to_plain(value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "5O"}, """'5O' is not a value: write a figure as "97.2" """.strip()),
        ({"value": {"absence": "none"}}, "'none' is none of not_reported"),
        ({"as_of": "30/06/2024"}, "'30/06/2024' is not a date: write year-month-day, such as 2024-03-31 @ fact.as_of"),
        ({"reported_by": 5}, "5 is not of the type str @ fact.reported_by"),
        ({1: 2}, "extra fields found (1) @ fact"),
    ],
)
def test_what_is_wrong_in_a_plain_fact_is_shown_with_how_it_is_written(changed: dict[Any, Any], said: str) -> None:
    with pytest.raises(ntm.PlainFormError) as wrong:
        ntm.from_plain("fact", {**FACT, **changed})
    assert said in str(wrong.value)
