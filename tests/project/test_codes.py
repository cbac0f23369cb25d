"""One registry of diagnostic codes: each means one thing, in both languages, and each is told somewhere."""

import ast
import string
from collections import Counter

from ntm_rules.diagnostic_codes import FOUND, REGISTRY
from ntm_rules.model.problem import Severity
from ntm_rules.model.text import Text

from .source_modules import CODE, SourceModule, source_modules

TABLES = {"messages.py", "diagnostic_codes.py"}
_GRAVE = {"NOTE": 0, "WARNING": 1, "ERROR": 2}


def _modules() -> list[SourceModule]:
    return [module for module in source_modules() if module.path.name not in TABLES]


def _calls() -> list[ast.Call]:
    return [call for module in _modules() for call in module.calls]


def test_every_code_is_in_the_registry_and_every_one_there_is_told() -> None:
    told = {code for module in _modules() for code in module.codes}
    assert told - REGISTRY.keys() == set()
    assert REGISTRY.keys() - told == set()


def test_no_code_is_worded_at_two_places() -> None:
    """Of the codes that have no wording in a table; a matcher that cannot be used any more may say three reasons for it."""
    worded = Counter(
        call.args[0].value
        for call in _calls()
        if isinstance(call.func, ast.Name) and call.func.id == "Diagnostic" and call.args
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    )
    assert {code for code, count in worded.items() if count > 1} <= {"NTM704", "NTM614"}
    assert {code for code in worded if CODE.fullmatch(code)} <= {*FOUND, "NTM576"}


def _details(text: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_vi").removesuffix("_en") for name in names}


def test_codes_are_said_in_both_languages() -> None:
    """With the same details in both. The codes that are not are told."""
    texts = [
        (code, text) for code, each in REGISTRY.items() for text in (each.message, each.help) if isinstance(text, Text)
    ]
    assert all(isinstance(meaning.severity, Severity) for meaning in REGISTRY.values())
    assert [code for code, text in texts if not text.vi or not text.en or _details(text.vi) != _details(text.en)] == []


def test_nothing_is_told_graver_than_its_code_says() -> None:
    for call in _calls():
        arguments = [*call.args, *(each.value for each in call.keywords)]
        codes = [each.value for each in arguments if isinstance(each, ast.Constant) and str(each.value) in REGISTRY]
        told = [each.attr for each in arguments if isinstance(each, ast.Attribute) and each.attr in _GRAVE]
        if len(codes) == 1 and told:
            grave = REGISTRY[str(codes[0])].severity.name
            assert _GRAVE[told[0]] <= _GRAVE[grave], (codes[0], told[0], grave)
