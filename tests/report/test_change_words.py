"""What is said about a change of text is said in both languages, with the same details filled in."""

import string
from collections.abc import Iterator, Mapping

import pytest

from ntm_rules.model.text import Text
from ntm_rules.report.words import impact as impact_words
from ntm_rules.report.words import snapshots as snapshot_words


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def phrases() -> Iterator[tuple[str, Text]]:
    for module in (impact_words, snapshot_words):
        for name, value in vars(module).items():
            if isinstance(value, Text):
                yield name, value
            elif isinstance(value, Mapping) and name.isupper():
                yield from ((f"{name}[{key}]", text) for key, text in value.items())
            elif isinstance(value, tuple) and name.isupper():
                yield from ((f"{name}[{place}]", text) for place, text in enumerate(value))


@pytest.mark.parametrize(("name", "phrase"), list(phrases()), ids=lambda one: one if isinstance(one, str) else "")
def test_both_languages_fill_in_the_same_fields(name: str, phrase: Text) -> None:
    assert phrase.en is not None, name
    assert fields(phrase.vi) == fields(phrase.en), name
