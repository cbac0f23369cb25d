"""Names and docstrings of DESIGN section 1: one class name means one thing, and a docstring says what it describes."""

import ast
from collections import defaultdict

import pytest

from .source_modules import docstrings, source_modules

RIDDLES = ("What", "How", "Why", "Which", "Whether")
"""First words of a docstring that asks a question in place of saying what is returned."""
SAY_NOTHING = frozenset({"each", "found", "held", "kept", "made", "said", "several", "there", "told"})
"""Names of variables that say of any thing that there is one, and not what it is."""
MOST_SAYING_NOTHING = 40
"""So many of them there may be: parameters that callers name, and names that are the thing itself (`found` of a mismatch)."""
DONE = (
    *("cli", "engine", "evolution", "exchange", "language", "model", "program", "report", "testing"),
    *("__init__.py", "pytest_plugin.py"),
)
"""Packages and modules of which every docstring begins with a verb or the noun returned; the others are added when they do."""


def test_docstrings_are_found_where_they_stand() -> None:
    source = (
        '"""What a."""\nB = 1\n"""How b."""\nclass C:\n    """Why c."""\n    def d(self):\n        """Which d."""\n'
    )
    found = [each for node in ast.walk(ast.parse(source)) for each in docstrings(node)]
    assert sorted(found) == [(1, "What a."), (3, "How b."), (5, "Why c."), (7, "Which d.")]


@pytest.mark.parametrize("part", DONE)
def test_no_docstring_begins_with_a_question(part: str) -> None:
    found = [module for module in source_modules() if module.name == part or module.name.startswith(f"{part}/")]
    assert found
    riddles = [
        f"{module.name}:{line}: {text.splitlines()[0]}"
        for module in found
        for line, text in module.docstrings
        if text.split(maxsplit=1)[0].rstrip(",.:;") in RIDDLES
    ]
    assert riddles == []


def test_a_class_name_stands_in_one_module() -> None:
    where_defined = defaultdict(set)
    for module in source_modules():
        for name in module.classes:
            where_defined[name].add(module.name)
    assert {name: sorted(where) for name, where in where_defined.items() if len(where) > 1} == {}


def test_variables_are_called_by_what_they_are() -> None:
    found = [
        f"{module.name}:{line}: {name}"
        for module in source_modules()
        for line, name in module.bound
        if name in SAY_NOTHING
    ]
    assert len(found) <= MOST_SAYING_NOTHING, "\n".join(found)
