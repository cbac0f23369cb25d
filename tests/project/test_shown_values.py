"""Values are shown in one short line, and in a notebook as a table or a tree."""

from datetime import date
from pathlib import Path

import pytest

import ntm_rules as ntm

JUNE = date(2024, 6, 30)
LIBRARY = ntm.load_library()
PROGRAM = ntm.compile("vn/commune-ntm", JUNE, LIBRARY)
UNITS = [ntm.Unit(code, f"Xã <{code}>", "commune") for code in "AB"]
DECISIONS = ntm.evaluate(PROGRAM, UNITS, [ntm.Fact("A", "income_per_capita", 39.5, date(2024, 3, 31))])


def shown_values() -> list[object]:
    small = ntm.compile("vn/civilised-township", JUNE, LIBRARY)
    town = ntm.Unit("T", "Thị trấn", "township")
    ruleset = small.ruleset
    cases = ntm.cases_in([Path(__file__).parents[2] / "rulesets/vn/civilised-township"], LIBRARY)
    return [
        *(
            LIBRARY,
            PROGRAM,
            PROGRAM.ruleset,
            DECISIONS,
            DECISIONS.decision("A"),
            ntm.Units(UNITS),
        ),
        *(ntm.Session(small, town), ntm.Service(small, town), ntm.diff(ruleset, ruleset, library=LIBRARY)),
        *(
            ntm.impact(small, small, units=town, statements=[]),
            ntm.run_case(cases[0], LIBRARY),
            DECISIONS.decision("A", "10").reasons[0],
        ),
        *(UNITS[0], ntm.Fact("A", "income_per_capita", 39.5, JUNE), LIBRARY.measures["income_per_capita"]),
    ]


@pytest.mark.parametrize("value", shown_values(), ids=lambda value: type(value).__name__)
def test_a_value_is_shown_in_a_line(value: object) -> None:
    assert len(repr(value)) < 800
    assert "\n" not in repr(value)
    assert type(value).__name__ in repr(value)


def test_a_notebook_shows_a_table_and_a_tree() -> None:
    table = DECISIONS._repr_html_()
    assert table.count("<tr>") == 1 + len(UNITS)
    assert ntm.evaluate(PROGRAM, [], [])._repr_html_().count("<tr>") == 1
    assert "Xã &lt;A&gt;" in table
    tree = DECISIONS.decision("A")._repr_html_()
    assert tree.count("<details") == len(list(DECISIONS.decision("A").walk()))
    assert "Income" in tree
    assert "<ul></ul>" not in tree
    assert "Xã <" not in table + tree


def test_a_notebook_calls_measures_of_the_shipped_library_by_their_names() -> None:
    program = ntm.compile("vn/civilised-township", JUNE)
    decision = ntm.evaluate(program, ntm.Unit("T", "Tam", "township"), []).decision("T", "3.3")
    assert "Share of households using clean water" in decision._repr_html_()


def test_a_notebook_shows_two_texts_compared() -> None:
    first, second = LIBRARY.versions["vn/commune-ntm"][:2]
    shown = ntm.diff(first, second, library=LIBRARY)._repr_html_()
    assert shown.startswith("<h3>Two texts compared: ")
    assert "<html" not in shown
    same = ntm.impact(PROGRAM, PROGRAM, units=UNITS, statements=[])
    assert "no outcome changes" in same._repr_html_()


@pytest.mark.parametrize("rule", ["10", "vn/commune-ntm#10", ntm.RuleKey("vn/commune-ntm", "10")])
def test_a_rule_is_named_alike_everywhere(rule: ntm.RuleKey | str) -> None:
    session, service = ntm.Session(PROGRAM, UNITS), ntm.Service(PROGRAM, UNITS)
    outcomes = DECISIONS.outcomes("B")
    expected = ntm.Outcome.UNDETERMINED
    assert [one.outcome("B", rule) for one in (DECISIONS, session, service)] == [expected] * 3
    assert outcomes[rule] is expected
    assert len(outcomes.possible(rule)) > 1
    for held in (DECISIONS.decision("B", rule), session.decision("B", rule)):
        assert held.rule == ntm.RuleKey("vn/commune-ntm", "10")
    for missing in ("99", "vn/commune-advanced#10", ntm.RuleKey("vn/commune-ntm", "99")):
        with pytest.raises(ntm.UnknownNameError):
            outcomes[missing]


def test_every_public_name_has_an_example() -> None:
    """In its docstring, which the suite runs; of those of `evaluate`, `decide_values` and a library in theirs."""
    public = {name: getattr(ntm, name) for name in ntm.__all__}
    without = {name for name, held in public.items() if callable(held) and ">>>" not in (held.__doc__ or "")}
    assert without <= {"Decisions", "RuleOutcomes", "Ruleset"}
    assert all(held.__doc__ for held in public.values())
