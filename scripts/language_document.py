"""Write the tables of `docs/language.md` anew from the grammar: `python scripts/language_document.py`.

Between `<!-- forms: GROUP/NAME GROUP -->` and `<!-- end -->` stand forms: a group is those of it that are named nowhere. Each
is shown with its keys, what they mean in both languages, and its example, `docs/examples/GROUP/NAME.yaml`.
All else in the file is written by hand.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from itertools import groupby
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from attrs import frozen

from ntm_rules.evolution.cases.json_schema import case_schema
from ntm_rules.exchange.dossier.json_schema import dossier_schema
from ntm_rules.language import grammar
from ntm_rules.language.grammar.conditions import Key, MappingForm
from ntm_rules.language.grammar.schema_parts import object_of
from ntm_rules.model.condition import Operator

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "language.md"
EXAMPLES = ROOT / "docs" / "examples"
_OTHERS = {
    "ntm_rules.evolution.cases.grammar": "case_files",
    "ntm_rules.exchange.layouts.keys": "dossiers",
}
"""Modules of forms outside the grammar of rule files, with the group that their forms are in."""
_PLACES = re.compile("<!-- forms: ([a-z_/ ]+) -->")
_OPERATORS = {operator.value for operator in Operator}


@frozen
class DocumentedForm:
    """A form, the group it is explained in, and its name there."""

    group: str
    name: str
    form: MappingForm

    @property
    def anchor(self) -> str:
        """Its anchor in the page."""
        return f"{self.group}-{self.name}"

    @property
    def example(self) -> Path:
        """The file of its example."""
        return EXAMPLES / self.group / f"{self.name}.yaml"


def documented_forms() -> list[DocumentedForm]:
    """Every form that the grammars declare: those of a table in the group of that name, others in that of their module."""
    rule_files = {f"{grammar.__name__}.{each.name}": each.name for each in iter_modules(grammar.__path__)}
    found: dict[int, DocumentedForm] = {}
    for module, group in (rule_files | _OTHERS).items():
        for name, value in vars(import_module(module)).items():
            for each in _forms_in(group, name.lower(), value):
                if each.form.keys and not name.startswith("_"):
                    found.setdefault(id(each.form), each)
    return list(found.values())


def _forms_in(group: str, name: str, value: object) -> Iterator[DocumentedForm]:
    if isinstance(value, MappingForm):
        yield DocumentedForm(group, name, value)
    elif isinstance(value, dict) and all(isinstance(each, MappingForm) for each in value.values()):
        yield from (DocumentedForm(name, own, each) for own, each in value.items())


def families(keys: Iterable[Key]) -> list[list[Key]]:
    """Keys that differ by their operator only (`count_at_least`, `count_at_most`), together; every other by itself."""

    def family(key: Key) -> tuple[str, str]:
        suffix = next((each for each in _OPERATORS if key.name.endswith(each)), "")
        return key.holds, key.name.removesuffix(suffix) if suffix else f"{key.name} alone"

    return [list(each) for _, each in groupby(keys, family)]


@frozen
class _Values:
    """Says what the value of a key may be, from the JSON Schema of it."""

    definitions: Mapping[str, Any]
    links: Mapping[str, str]

    def of(self, schema: Mapping[str, Any]) -> str:
        """Value that a schema allows, in few words of both languages."""
        match schema:
            case {"$ref": str(reference)}:
                name = reference.rpartition("/")[2]
                return self.links.get(name) or self.of(self.definitions[name])
            case {"const": const}:
                return f"`{const}`"
            case {"enum": enum}:
                return "`yes`, `no`" if "yes" in enum else ", ".join(f"`{each}`" for each in enum)
            case {"anyOf": several}:
                return "; ".join(dict.fromkeys(map(self.of, several)))
            case {"type": "array", "items": items}:
                return f"[…] {self.of(items)}"
            case {"type": "object"}:
                held = schema.get("additionalProperties")
                free = f"{{…: {self.of(held)}}}" if isinstance(held, dict) else "{…}"
                return self.links.get(json.dumps(schema)) or free
            case {"type": "integer"}:
                return "số nguyên / whole number"
            case {"type": "number"}:
                return "số / number"
            case {"type": "null"}:
                return "bỏ trống / nothing"
            case _:
                examples = [f"`{each}`" for each in schema.get("examples", ())]
                return ", ".join(examples if len(examples) < 5 else [*examples[:4], "…"]) or "chữ / text"


def _values(forms: Iterable[DocumentedForm]) -> _Values:
    definitions = {**case_schema()["$defs"], **dossier_schema()["$defs"]}
    groups = {"condition": "conditions", "conditions": "conditions", "threshold": "thresholds", "change": "verbs"}
    links = {name: f"[{name}](#{group})" for name, group in groups.items()}
    for each in forms:
        link = f"[{each.name}](#{each.anchor})"
        links[json.dumps(object_of(each.form))] = link
        # The schema of a rule has the keys of all conditions too.
        if each.group in ("files", "catalogues"):
            links.setdefault(each.name, link)
    return _Values(definitions, links)


def _section(each: DocumentedForm, values: _Values) -> Iterator[str]:
    own = each.form.keys
    title = own[0].title if len(own) == 1 and each.form.title.vi == each.name else each.form.title
    words = " / ".join(dict.fromkeys((title.vi, title.in_language("en"))))
    named = f"`{each.name}`: " if each.name in each.form.names and words != each.name else ""
    yield f'<a id="{each.anchor}"></a>\n\n### {named}{words}\n'
    if each.example.exists():
        yield f"```yaml\n{each.example.read_text(encoding='utf-8').strip()}\n```\n"
    yield "| khóa / key | nghĩa | meaning | giá trị / value |\n|---|---|---|---|"
    for family in families(each.form.keys):
        names = ", ".join(f"`{key.name}`" + ("\\*" if key.required else "") for key in family)
        vi, en = (_together([key.title.in_language(language) for key in family]) for language in ("vi", "en"))
        yield f"| {names} | {vi} | {en} | {values.of({'$ref': f'#/$defs/{family[0].holds}'})} |"
    yield ""


def _together(meanings: list[str]) -> str:
    """Meanings of several keys, what they begin with said once."""
    heads = {each.rpartition(", ")[0] for each in meanings}
    shared = f"{heads.pop()}, " if len(heads) == 1 and "" not in heads else ""
    return shared + ", ".join(each.removeprefix(shared) for each in meanings)


def document(text: str) -> str:
    """The text of `docs/language.md` with its generated parts as the grammar is now.

    Raises ValueError where a form has no place in it.
    """
    forms = documented_forms()
    values, placed = _values(forms), set(" ".join(_PLACES.findall(text)).split())

    def asked(words: str) -> Iterator[DocumentedForm]:
        for word in words.split():
            group, _, name = word.partition("/")
            own = (each for each in forms if each.group == group)
            yield from (each for each in own if each.name == name or not (name or f"{group}/{each.name}" in placed))

    def generated(found: re.Match[str]) -> str:
        lines = [line for each in asked(found[1]) for line in _section(each, values)]
        return "\n".join((f"<!-- forms: {found[1]} -->", "", *lines, "<!-- end -->"))

    for each in forms:
        if not {each.group, f"{each.group}/{each.name}"} & placed:
            raise ValueError(
                f"{DOCUMENT.name}: {each.group} needs a heading, and <!-- forms: {each.group} --><!-- end -->"
            )
    return re.sub(_PLACES.pattern + r".*?<!-- end -->", generated, text, flags=re.S)


if __name__ == "__main__":
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
