"""Names and docstrings of DESIGN section 1: one class name means one thing, and a docstring says what it describes."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "ntm_rules"


@cache
def modules() -> dict[str, ast.Module]:
    """The modules by their path in the package, parsed when a test first asks."""
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}


RIDDLES = ("What", "How", "Why", "Which", "Whether")
"""First words of a docstring that asks a question in place of saying what is returned."""
DONE = (
    *("cli", "engine", "evolution", "exchange", "language", "model", "program", "report", "testing"),
    *("__init__.py", "pytest_plugin.py"),
)
"""Packages and modules of which every docstring begins with a verb or the noun returned; the others are added when they do."""


def docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Docstrings of a module, its classes and functions, and of the names and fields that are assigned in it, by line."""
    for node in ast.walk(tree):
        for below in node.body if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) else ():
            if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                text = below.value.value
                if isinstance(text, str):
                    yield below.lineno, text


def test_docstrings_are_found_where_they_stand() -> None:
    source = (
        '"""What a."""\nB = 1\n"""How b."""\nclass C:\n    """Why c."""\n    def d(self):\n        """Which d."""\n'
    )
    assert sorted(docstrings(ast.parse(source))) == [(1, "What a."), (3, "How b."), (5, "Why c."), (7, "Which d.")]


@pytest.mark.parametrize("part", DONE)
def test_no_docstring_begins_with_a_question(part: str) -> None:
    found = {name: tree for name, tree in modules().items() if name == part or name.startswith(f"{part}/")}
    assert found
    riddles = [
        f"{name}:{line}: {text.splitlines()[0]}"
        for name, tree in found.items()
        for line, text in docstrings(tree)
        if text.split(maxsplit=1)[0].rstrip(",.:;") in RIDDLES
    ]
    assert riddles == []


def test_a_class_name_stands_in_one_module() -> None:
    where_defined = defaultdict(set)
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                where_defined[node.name].add(name)
    assert {name: sorted(where) for name, where in where_defined.items() if len(where) > 1} == {}
