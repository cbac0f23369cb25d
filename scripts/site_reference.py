"""The reference of the site: every public name with its signature, docstring, examples and members, from the code itself."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from itertools import pairwise

import ntm_rules
from ntm_rules import testing

FLOORS = {
    "model": "What things are: facts, units, rulesets, decisions, errors",
    "language": "Rule files and rules as data",
    "program": "From a ruleset and a day to a program",
    "engine": "Decisions: evaluate, sessions, services, frames",
    "evolution": "How rulesets change: cases, differences, impact",
    "exchange": "Dossiers, plain forms, records",
    "report": "Decisions in words",
    "testing": "Properties for tests of your own",
}
"""The floors of the house that have public names, with what one does there."""
_EXAMPLE = re.compile(r"^(>>> .*(?:\n(?!$).*)*)", re.MULTILINE)


def reference_pages() -> dict[str, str]:
    """Pages of the reference: an index of all names, and a page for each floor."""
    homes: dict[str, list[str]] = {floor: [] for floor in FLOORS}
    for name in ntm_rules.__all__:
        homes[_home(getattr(ntm_rules, name))].append(name)
    homes["testing"] = sorted(testing.__all__)
    index = ["# Reference", "", "Every public name, from `import ntm_rules`. All else may change without notice.", ""]
    pages = {}
    for floor, names in homes.items():
        module = testing if floor == "testing" else ntm_rules
        index += [f"## {FLOORS[floor]}", ""]
        index += [f"- [`{name}`]({floor}.md#{name}): {_first_line(getattr(module, name))}" for name in names] + [""]
        parts = [f"# {FLOORS[floor]}", "", *(line for name in names for line in _entry(name, getattr(module, name)))]
        pages[f"reference/{floor}.md"] = "\n".join(parts) + "\n"
    return {"reference/index.md": "\n".join(index) + "\n", **pages}


def _home(value: object) -> str:
    """The floor that a public name is defined on; a union of classes is one of the model."""
    module: str = getattr(value, "__module__", "")
    return module.split(".")[1] if module.startswith("ntm_rules.") else "model"


def _first_line(value: object) -> str:
    return (inspect.getdoc(value) or "").split("\n\n")[0].replace("\n", " ")


def _entry(name: str, value: object) -> Iterator[str]:
    yield from (f"## `{name}` {{#{name}}}", "")
    if isinstance(value, type) and issubclass(value, Enum):
        yield from (markdown_of(inspect.getdoc(value) or ""), "")
        yield from (*(f"- `{each.name}` = `{each.value!r}`" for each in value), "")
    elif inspect.isclass(value):
        shown = "" if issubclass(value, BaseException) else _signature(value).removesuffix(" -> None")
        yield from ("```python", f"class {name}{shown}", "```", "", markdown_of(inspect.getdoc(value) or ""), "")
        yield from _members(value)
    elif callable(value):
        yield from ("```python", f"{name}{_signature(value)}", "```", "", markdown_of(inspect.getdoc(value) or ""), "")
    else:
        yield from ("```python", f"{name} = {value}".replace("ntm_rules.model.fact.", ""), "```", "")


def _signature(value: object) -> str:
    """A signature as it is written, broken over lines where it is long."""
    try:
        signature = inspect.signature(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""
    whole = re.sub(
        r"\b(?:ntm_rules|collections|datetime|decimal|pathlib|typing|fractions)(?:\.\w+)*\.", "", str(signature)
    )
    whole = whole.replace("(self, ", "(").replace("(self)", "()")
    if len(whole) <= 78 or not signature.parameters:
        return whole
    given = [
        re.sub(r"\b(?:ntm_rules|collections|datetime|decimal|pathlib|typing|fractions)(?:\.\w+)*\.", "", str(each))
        for name, each in signature.parameters.items()
        if name != "self"
    ]
    return "(\n    " + ",\n    ".join(given) + ",\n)" + whole[whole.rfind(")") + 1 :]


def _members(owner: type) -> Iterator[str]:
    """Fields with their docstrings, methods and properties, those of bases in the package too."""
    for name, value in inspect.getmembers(owner):
        if name.startswith("_"):
            continue
        home = next((each for each in owner.__mro__ if name in vars(each)), object)
        if not home.__module__.startswith("ntm_rules"):
            continue
        held = vars(home)[name]
        if isinstance(held, (property, cached_property)):
            yield from (f"### `{name}` {{#{owner.__name__}.{name}}}", "", markdown_of(inspect.getdoc(held) or ""), "")
        elif inspect.isroutine(value) and inspect.getdoc(value):
            yield from (
                f"### `{name}` {{#{owner.__name__}.{name}}}",
                "",
                "```python",
                f"{name}{_signature(value)}",
                "```",
            )
            yield from ("", markdown_of(inspect.getdoc(value) or ""), "")
    fields = dict(_field_words(owner))
    if fields:
        yield from (
            "| field | meaning |",
            "|---|---|",
            *(f"| `{name}` | {words} |" for name, words in fields.items()),
            "",
        )


def _field_words(owner: type) -> Iterator[tuple[str, str]]:
    """Fields of a class that have a docstring below them."""
    try:
        [parsed] = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
    except (OSError, TypeError):
        return
    body = parsed.body if isinstance(parsed, ast.ClassDef) else []
    for field, words in pairwise(body):
        match field, words:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                if not name.startswith("_"):
                    yield name, " ".join(text.split()).replace("|", "\\|")


def markdown_of(docstring: str) -> str:
    """A docstring as Markdown: its examples as blocks of Python.

    >>> print(markdown_of("Sum of two numbers.\\n\\n>>> 1 + 1\\n2"))
    Sum of two numbers.
    <BLANKLINE>
    ```pycon
    >>> 1 + 1
    2
    ```
    """
    return _EXAMPLE.sub(r"```pycon\n\1\n```", docstring)
