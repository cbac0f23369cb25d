"""Decisions survive the way to JSON and back unchanged; a damaged record is refused."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ntm_rules.exchange.output.decisions import decision_from_plain, decision_to_plain
from ntm_rules.exchange.output.json_lines import FORM, LineWriter, decisions_from_lines
from ntm_rules.model.condition import Aggregate, Basis, Operator
from ntm_rules.model.decision import Decision, LevelFound, Points, Reason, ReasonKind
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, PublishedDecision
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.place import Place
from ntm_rules.model.problem import ReplayError
from ntm_rules.model.ruleset import Provenance, ProvenanceStatus
from ntm_rules.model.text import Text
from ntm_rules.model.values.interval import Interval

from ..profiles import tried


def _ordered(low: Decimal | None, high: Decimal | None, written: str) -> tuple[Decimal | None, Decimal | None, str]:
    return (high, low, written) if low is not None and high is not None and high < low else (low, high, written)


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
maybe_words = st.none() | words
days = st.dates(date(1950, 1, 1), date(2100, 1, 1))
decimals = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=5
) | st.sampled_from([Decimal("1E+5"), Decimal("0E-3"), Decimal("97.20")])
numbers = decimals | st.fractions()
texts = st.builds(Text, words, maybe_words)
keys = st.builds(RuleKey, st.sampled_from(["vn/town", "lai-chau/x"]), st.sampled_from(["recognition", "3.10", "5.2.a"]))
places = st.none() | st.builds(
    Place, words, st.integers(1, 99), st.integers(1, 99), st.none() | st.integers(1, 99), maybe_words
)
intervals = st.tuples(st.none() | decimals, st.none() | decimals, words).map(lambda drawn: Interval(*_ordered(*drawn)))
values = (
    numbers
    | intervals
    | st.sampled_from(Finding)
    | st.sampled_from(Absence)
    | words
    | st.sampled_from(["90", "1/3", "-5"])
)
sources = {
    "as_of": days,
    "reported_by": maybe_words,
    "evidence": maybe_words,
    "recorded": st.none() | days,
    "place": places,
}
judgements = st.sampled_from(Finding) | st.sampled_from(Absence)
published = st.builds(PublishedDecision, words, keys, st.sampled_from(Outcome) | words, **sources)
facts_of_measures = st.builds(Fact, words, words, values, **sources)
attestations = st.builds(Attestation, words, keys, judgements, version=st.none() | days, **sources)
facts = facts_of_measures | attestations | published
outcomes = st.sampled_from(Outcome)
points = st.builds(Points, st.none() | numbers, st.none() | numbers, st.none() | decimals)
reasons = st.builds(
    Reason,
    kind=st.sampled_from(ReasonKind),
    outcome=st.sampled_from(Outcome),
    measure=maybe_words,
    unit=maybe_words,
    operator=st.none() | st.sampled_from(Operator),
    observed=st.none() | values,
    compared=st.none() | values,
    required=st.none() | numbers | words | st.lists(decimals | words, max_size=3).map(tuple),
    gap=st.none() | numbers,
    rule=st.none() | keys,
    subject=maybe_words,
    tally=st.none() | st.builds(Tally, *(st.integers(0, 99) for _ in range(4))),
    facts=st.lists(facts, max_size=2).map(tuple),
    lacking=st.lists(words, max_size=2).map(tuple),
    members=maybe_words,
    aggregate=st.none() | st.sampled_from(Aggregate),
    basis=st.none() | st.sampled_from(Basis),
    since=st.none() | days,
    points=st.none() | points,
    negated=st.booleans(),
)
provenances = st.builds(
    Provenance, st.sampled_from(ProvenanceStatus), maybe_words, maybe_words, maybe_words, st.none() | texts
)


def decisions(children: st.SearchStrategy[tuple[Decision, ...]]) -> st.SearchStrategy[Decision]:
    return st.builds(
        Decision,
        unit=words,
        rule=keys,
        version=days,
        as_of=days,
        name=texts,
        outcome=st.sampled_from(Outcome),
        possible=st.frozensets(st.sampled_from(Outcome)),
        reasons=st.lists(reasons, max_size=2).map(tuple),
        children=children,
        provenance=provenances,
        rule_hash=words,
        known_on=st.none() | days,
        published=st.lists(published, max_size=1).map(tuple),
        points=st.none() | points,
        level=st.none() | st.builds(LevelFound, st.lists(maybe_words, max_size=2).map(tuple)),
        assessed=st.integers(1950, 2100),
    )


trees = st.recursive(
    decisions(st.just(())), lambda below: decisions(st.lists(below, max_size=2).map(tuple)), max_leaves=4
)


@pytest.mark.slow
@settings(max_examples=tried(1.5))
@given(trees)
def test_there_and_back_is_the_identity(decision: Decision) -> None:
    plain = decision_to_plain(decision)
    back = decision_from_plain(json.loads(json.dumps(plain)))
    assert back == decision
    assert decision_to_plain(back) == plain
    for before, after in zip(decision.walk(), back.walk(), strict=True):
        for reason, again in zip(before.reasons, after.reasons, strict=True):
            assert [fact.place for fact in reason.facts] == [fact.place for fact in again.facts]
            assert isinstance(again.observed, type(reason.observed))


@given(st.lists(trees, max_size=2), words)
def test_lines_hold_whole_decisions_with_the_places_of_their_facts(roots: list[Decision], unit: str) -> None:
    named: dict[tuple[object, ...], tuple[object, ...]] = {}
    for one in (one for root in roots for one in root.walk()):
        key = one.rule, one.version, one.as_of, one.assessed, one.known_on, one.rule_hash
        # A rule of one hash has one name and one source.
        assume(named.setdefault(key, (one.name, one.provenance)) == (one.name, one.provenance))
    lines = [json.dumps({"form": FORM}), *LineWriter().lines(unit, roots)]
    [back] = decisions_from_lines(lines)
    assert [decision_to_plain(one) for one in back] == [decision_to_plain(one) for one in roots]


def small() -> Decision:
    fact = Fact("TT", "clean_water", Decimal("99.9"), date(2024, 3, 31), "UBND", place=Place("f.csv", 2, 5))
    reason = Reason(
        kind=ReasonKind.COMPARED,
        outcome=Outcome.NOT_ATTAINED,
        measure="clean_water",
        operator=Operator.AT_LEAST,
        observed=Decimal("99.9"),
        required=Decimal(100),
        gap=Fraction(1, 3),
        facts=(fact,),
    )
    return Decision(
        unit="TT",
        rule=RuleKey("vn/town", "3.3"),
        version=date(2022, 4, 15),
        as_of=date(2024, 6, 30),
        name=Text("Nước sạch"),
        outcome=Outcome.NOT_ATTAINED,
        possible=frozenset({Outcome.NOT_ATTAINED}),
        reasons=(reason,),
        children=(),
        provenance=Provenance(ProvenanceStatus.PLAN, "II.12", place=Place("rules.yaml")),
        rule_hash="ab",
    )


def test_the_form_is_the_published_one() -> None:
    assert decision_to_plain(small()) == {
        "unit": "TT",
        "rule": "vn/town#3.3",
        "version": "2022-04-15",
        "as_of": "2024-06-30",
        "name": {"vi": "Nước sạch"},
        "outcome": "not_attained",
        "possible": ["not_attained"],
        "reasons": [
            {
                "kind": "compared",
                "outcome": "not_attained",
                "measure": "clean_water",
                "operator": "at_least",
                "observed": "99.9",
                "required": "100",
                "gap": "1/3",
                "facts": [
                    {
                        "record": "figure",
                        "unit": "TT",
                        "measure": "clean_water",
                        "value": "99.9",
                        "as_of": "2024-03-31",
                        "reported_by": "UBND",
                        "place": {"file": "f.csv", "line": 2, "column": 5},
                    }
                ],
            }
        ],
        "children": [],
        "provenance": {"status": "plan", "cite": "II.12"},
        "rule_hash": "ab",
        "not_official": {"plan": 1},
    }


def test_what_only_some_decisions_have_is_published_where_it_is_there() -> None:
    vote = PublishedDecision("TT", "vn/town#3.3", "basically_attained", date(2024, 7, 15))
    decision = evolve(
        small(),
        provenance=Provenance(ProvenanceStatus.TEXT),
        known_on=date(2024, 7, 31),
        published=(vote,),
        points=Points(Decimal(3), None, Decimal(5)),
        level=LevelFound(("four", None)),
        assessed=2025,
    )
    plain = decision_to_plain(evolve(decision, children=(decision,)))
    for each in (plain, plain["children"][0]):
        new = {key: each[key] for key in ("known_on", "published", "points", "level", "assessed", "notices")}
        assert new == {
            "known_on": "2024-07-31",
            "published": [
                {
                    "unit": "TT",
                    "rule": "vn/town#3.3",
                    "value": {"status": "basically_attained"},
                    "as_of": "2024-07-15",
                }
            ],
            "points": {"low": "3", "high": None, "maximum": "5"},
            "level": {"possible": ["four", None]},
            "assessed": 2025,
            "notices": [{"kind": "old_figure", "measure": "clean_water", "facts": plain["reasons"][0]["facts"]}],
        }
        assert "not_official" not in each


def test_what_follows_from_the_rest_may_be_missing() -> None:
    decision = evolve(small(), assessed=2025)
    plain = decision_to_plain(decision)
    del plain["not_official"], plain["notices"]
    assert decision_from_plain(plain) == decision


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["unit"], 3),
        (["rule"], "3.3"),
        (["rule"], None),
        (["version"], "20220415"),
        (["version"], 5),
        (["outcome"], "passed"),
        (["possible"], "attained"),
        (["possible", 0], []),
        (["reasons"], {}),
        (["reasons", 0, "gap"], {"word": "a"}),
        (["reasons", 0, "observed"], 99.9),
        (["reasons", 0, "observed"], "1/0"),
        (["reasons", 0, "observed"], "NaN"),
        (["reasons", 0, "negated"], 1),
        (["reasons", 0, "extra"], 1),
        (["reasons", 0, "facts", 0, "record"], "rumour"),
        (["reasons", 0, "facts", 0, "record"], []),
        (["reasons", 0, "facts", 0, "place", "line"], "2"),
        (["reasons", 0], "text"),
        (["children"], ["x"]),
        (["provenance"], []),
        (["provenance", "status"], {}),
        (["name"], "Nước"),
        (["rule_hash"], None),
        (["not_official"], {"plan": 2}),
        (["not_official"], "plan"),
        (["notices"], [{"kind": "old_figure", "facts": []}]),
        (["notices"], 3),
        (["known_on"], "31/12/2024"),
        (["assessed"], "2024"),
        (["published"], {}),
        (["published"], [{"record": "figure"}]),
        (["points"], {"low": {"word": "a"}, "high": None}),
        (["points"], 3),
        (["level"], "four"),
        (["level"], {"possible": [4]}),
        (["level"], {"possible": "45"}),
        (["reasons", 0, "lacking"], "ab"),
        (["reasons", 0, "observed"], [["1"], "2"]),
        (["reasons", 0, "compared"], ["1", "2"]),
        (["reasons", 0, "required"], [["1"], "2"]),
        (["reasons", 0, "required"], {"absence": "disputed"}),
    ],
)
def test_damaged_records_are_refused(path: list[Any], value: object) -> None:
    plain = json.loads(json.dumps(decision_to_plain(small())))
    at = plain
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(ReplayError) as caught:
        decision_from_plain(plain)
    assert {found.code for found in caught.value.diagnostics} == {"NTM590"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*decision_to_plain(small()), "x"]), inner, max_size=12)
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_that_is_no_decision_is_an_error_of_ours(plain: object) -> None:
    with pytest.raises(ReplayError) as caught:
        decision_from_plain(plain)
    assert caught.value.diagnostics
