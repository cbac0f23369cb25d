"""The tutorials are played from nothing: their commands, in order, print what they show, alike in both languages."""

import re
from pathlib import Path

import pytest

from ntm_rules.language import library

from .walkthrough import ROOT, commands, played

pytestmark = pytest.mark.slow

TUTORIALS = {each: (ROOT / "docs" / f"tutorial.{each}.md").read_text(encoding="utf-8") for each in ("vi", "en")}


@pytest.mark.parametrize("language", TUTORIALS)
def test_a_tutorial_prints_what_it_shows(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # They use none of the shipped rulesets; what has no rules is read in no time.
    monkeypatch.setattr(library, "shipped_rulesets", lambda: ROOT / "rulesets" / "measures")
    assert played(TUTORIALS[language], tmp_path) == TUTORIALS[language]
    for written in re.findall(r" -o (\S+)", "\n".join(commands(TUTORIALS[language]))):
        assert (tmp_path / written).stat().st_size > 1000


def test_the_tutorials_take_the_same_steps() -> None:
    vietnamese, english = ([each.split()[1] for each in commands(text)] for text in TUTORIALS.values())
    assert vietnamese == english
    assert {"init", "show", "check", "test", "assess", "explain", "form", "report", "diff", "impact"} <= set(english)
