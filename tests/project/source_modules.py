"""The modules of the package as the tests of its structure read them: each is parsed and walked once for all of them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import field, frozen

PACKAGE = Path(__file__).parents[2] / "src" / "ntm_rules"
PATHS = sorted(PACKAGE.rglob("*.py"))
CODE = re.compile(r"NTM\d{3}")
"""The code of a diagnostic."""


@frozen
class SourceModule:
    """What one module says; a line is that in which a part begins."""

    path: Path
    lines: int
    imports: list[tuple[str, int]] = field(factory=list)
    """The names of modules that it imports, ours as paths below the package, with their lines."""
    classes: list[str] = field(factory=list)
    docstrings: list[tuple[int, str]] = field(factory=list)
    """Those of the module, its classes and functions, and of the names and fields that are assigned in it, by line."""
    codes: set[str] = field(factory=set)
    """Its strings that are codes of diagnostics."""
    calls: list[ast.Call] = field(factory=list)
    """Its calls with a string among their arguments that is a code, or that make a Diagnostic."""
    ends: list[str] = field(factory=list)
    """Where it prints or exits."""
    bound: list[tuple[int, str]] = field(factory=list)
    """The local names and parameters that it binds, by line."""
    forms: set[str] = field(factory=set)
    """What it names of the modules `condition` and `threshold`, by import or as their attributes."""

    @property
    def name(self) -> str:
        """The path in the package."""
        return self.path.relative_to(PACKAGE).as_posix()


def source_modules() -> list[SourceModule]:
    """Every module of the package, in the order of their paths."""
    return [source_module(path) for path in PATHS]


@cache
def source_module(path: Path) -> SourceModule:
    """What a module of the package says, read when it is first asked for. The tree itself is not kept: it is large."""
    text = path.read_text(encoding="utf-8")
    module, attributes, called = SourceModule(path, len(text.splitlines())), [], set[str]()
    for node in ast.walk(ast.parse(text)):
        module.docstrings.extend(docstrings(node))
        match node:
            case ast.Import():
                module.imports.extend((alias.name, node.lineno) for alias in node.names)
            case ast.ImportFrom():
                module.imports.append((_imported(path, node), node.lineno))
                if (node.module or "").rsplit(".", 1)[-1] in _OF_FORMS:
                    module.forms.update(alias.name for alias in node.names)
                called.update(alias.asname or alias.name for alias in node.names if alias.name in _OF_FORMS)
            case ast.ClassDef():
                module.classes.append(node.name)
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                module.bound.append((node.lineno, name))
            case ast.Constant(value=str(value)) if CODE.fullmatch(value):
                module.codes.add(value)
            case ast.Call():
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                if name in ("print", "exit", "quit"):
                    module.ends.append(f"{path}:{node.lineno}")
                if name == "Diagnostic" or any(map(_is_code, (*node.args, *(each.value for each in node.keywords)))):
                    module.calls.append(node)
            case ast.Attribute(value=ast.Name(id=owner)):
                attributes.append((owner, node.attr))
                if (owner, node.attr) == ("sys", "exit"):
                    module.ends.append(f"{path}:{node.lineno}")
    module.forms.update(attribute for owner, attribute in attributes if owner in called)
    return module


_OF_FORMS = ("condition", "threshold")


def _imported(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    own = path.relative_to(PACKAGE).parts
    named = ".".join((*own[: len(own) - node.level], *([node.module] if node.module else [])))
    return "ntm_rules." + (named or ".")


def _is_code(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(CODE.fullmatch(node.value))


def docstrings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The docstrings that stand directly in a module, class or function, by line; of any other node none."""
    for below in node.body if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) else ():
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            text = below.value.value
            if isinstance(text, str):
                yield below.lineno, text
