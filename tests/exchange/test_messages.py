"""Every wording is used, whole in both languages, and asks for the same details in both."""

import string
from pathlib import Path

import pytest

import ntm_rules.exchange.diagnostics.messages as messages
from ntm_rules.language.diagnostics.messages import Message

SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(messages.__file__).parents[2].rglob("*.py")
    if path.name != "messages.py"
)


def details(text: str | None) -> set[str]:
    assert text is not None
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "message"), messages.MESSAGES.items())
def test_wordings(code: str, message: Message) -> None:
    assert f'"{code}"' in SOURCES
    same = {name.removesuffix("_vi").removesuffix("_en") for name in details(message.message.vi)}
    assert same == {name.removesuffix("_vi").removesuffix("_en") for name in details(message.message.en)}
    assert message.help is None or message.help.en


def test_what_a_file_says_is_shown_in_one_short_line() -> None:
    found = messages.diagnostic("NTM539", None, text="a\n\x1b[31m" + "9" * 500)
    assert "\n" not in found.message.vi
    assert "\x1b" not in found.message.vi
    assert len(found.message.vi) < 120
