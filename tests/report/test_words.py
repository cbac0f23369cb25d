"""Nothing that can be decided, compared or reported is without words in either language."""

from collections.abc import Mapping
from enum import Enum

import pytest

from ntm_rules.model.condition import Aggregate, CriteriaState, Direction, Operator
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Absence, Finding
from ntm_rules.model.key import CONCLUSIONS
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import ProvenanceStatus
from ntm_rules.model.text import Text, printable
from ntm_rules.report.words import common as words
from ntm_rules.report.words import rules as rule_words
from ntm_rules.report.words.common import mid_sentence
from ntm_rules.report.words.reasons import REASON_KINDS
from ntm_rules.report.words.rule_kinds import MANNERS, RuleKind

TABLES: list[tuple[Mapping[Enum, Text], type[Enum]]] = [
    (words.OUTCOMES, Outcome),  # type: ignore[list-item]
    (words.FINDINGS, Finding),  # type: ignore[list-item]
    (words.ABSENCES, Absence),  # type: ignore[list-item]
    (words.OPERATORS, Operator),  # type: ignore[list-item]
    (words.REQUIREMENTS, Operator),  # type: ignore[list-item]
    (words.REASONS, ReasonKind),  # type: ignore[list-item]
    (REASON_KINDS, ReasonKind),  # type: ignore[list-item]
    (words.ANSWERS, Finding),  # type: ignore[list-item]
    (rule_words.PROVENANCE, ProvenanceStatus),  # type: ignore[list-item]
    (words.AGGREGATES, Aggregate),  # type: ignore[list-item]
    (words.DIRECTIONS, Direction),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("table", "words_for"), TABLES, ids=lambda one: getattr(one, "__name__", ""))
def test_every_word_of_an_enumeration_has_a_phrase_of_its_own(
    table: Mapping[Enum, Text], words_for: type[Enum]
) -> None:
    assert set(table) == set(words_for)
    assert all(text.vi and text.en for text in table.values())


def test_outcomes_and_findings_and_absences_are_told_apart() -> None:
    for table in (words.OUTCOMES, words.FINDINGS, words.ABSENCES, rule_words.PROVENANCE):
        assert len({text.vi for text in table.values()}) == len(table)
        assert len({text.en for text in table.values()}) == len(table)
    for manner in MANNERS.values():
        assert len(set(manner.signs.values())) == len(Outcome)
        for outcomes in (manner.outcomes, manner.in_full):
            assert (
                len({text.vi for text in outcomes.values()})
                == len({text.en for text in outcomes.values()})
                == len(Outcome)
            )
    assert set(MANNERS) == set(RuleKind)
    assert set(words.RELATIONS) == set(Operator)
    assert set(words.STATES) == {state.value for state in CriteriaState}
    assert set(words.CONCLUSION) == set(CONCLUSIONS)


def fields(template: str) -> set[str]:
    import string

    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def phrases() -> list[tuple[str, Text]]:
    found = []
    for module in (words, rule_words):
        for name, value in vars(module).items():
            if isinstance(value, Text):
                found.append((name, value))
            elif isinstance(value, Mapping) and name.isupper():
                found += [(f"{name}[{key}]", text) for key, text in value.items() if isinstance(text, Text)]
    return found


@pytest.mark.parametrize(("name", "phrase"), phrases(), ids=lambda one: one if isinstance(one, str) else "")
def test_both_languages_fill_in_the_same_fields(name: str, phrase: Text) -> None:
    assert phrase.en is not None, name
    assert fields(phrase.vi) == fields(phrase.en), name


def test_control_characters_are_neutralised() -> None:
    assert printable("A\x1b[31mB") == "A�[31mB"
    assert printable("A\nB\tC\u2028D") == "A B C D"
    assert printable("\u202eA\u200b\ud800") == "�A��"
    assert printable("Thi\u0323 tra\u0302\u0301n") == "Thị trấn"


def test_abbreviations_keep_their_capitals() -> None:
    assert mid_sentence("Tỷ lệ") == "tỷ lệ"
    assert mid_sentence("NTM nâng cao") == "NTM nâng cao"
    assert mid_sentence("") == ""
