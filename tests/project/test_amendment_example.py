"""The worked examples of an amendment print and write what their documents say."""

from pathlib import Path

import pytest

from .walkthrough import DIVIDER, ROOT, commands, copied, played

pytestmark = pytest.mark.slow

FOLDER = ROOT / "examples" / "amendment"
REAL = FOLDER / "318-211.md"
PARTS = [
    pytest.param(part, id=f"{document.name} {language}")
    for document in (FOLDER / "README.md", REAL)
    for part, language in zip(document.read_text(encoding="utf-8").split(DIVIDER), ("vi", "en"), strict=True)
]
INVENTED = sorted(
    path
    for path in FOLDER.rglob("*")
    if path.is_file() and not path.name.startswith(REAL.stem) and path.suffix != ".snapshot"
)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_commands_print_and_write_what_the_document_shows(part: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    assert played(part, folder) == part
    for path in FOLDER.rglob("*"):
        again = folder / path.relative_to(ROOT)
        if path.is_file() and again.exists():
            assert again.read_text(encoding="utf-8") == path.read_text(encoding="utf-8"), path


def test_both_languages_show_the_same_steps() -> None:
    vietnamese, english = (FOLDER / "README.md").read_text(encoding="utf-8").split(DIVIDER)
    steps = [command.replace(".vi.md", ".en.md") for command in commands(vietnamese)]
    assert steps == [command.replace(" --lang en", "") for command in commands(english)]
    assert {command.split()[1] for command in steps if command.startswith("ntm-rules")} >= {
        "check",
        "diff",
        "conform",
        "test",
        "impact",
        "snapshot",
    }


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_file_says_first_that_it_is_invented(path: Path) -> None:
    text = path.read_text(encoding="utf-8").casefold()
    first = text.split("ruleset:")[0].split("title:")[0][:700]
    assert "hư cấu" in first
    assert "invented" in first
