"""The offices that a dossier names for rules whose rulesets name none, in its `offices.yaml`.

They stand in a file of their own, so that the coordinating office keeps it and copies it from one assessment to the next.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ...language.library import OFFICES_FILE
from ...language.yaml.tree import Node, PlacedSequence, Scalar
from ...model.library import NO_OFFICES, Library, Offices
from ...model.problem import CompileError, Severity
from ...model.ruleset import Rule, Ruleset
from ...model.spelling import nearest
from ...model.text import Text
from ...model.values.frozen_mapping import FrozenMapping
from ...program.wording import hint
from ..diagnostics.mistakes import Mistakes
from .assignment import wrong
from .settings import keys_in, text_of


def read_offices(folder: Path, library: Library, as_of: date | None, mistakes: Mistakes) -> Offices:
    """The offices named in the `offices.yaml` of a folder; none where there is no such file. Mistakes are reported."""
    if not (folder / OFFICES_FILE).exists() and not (folder / OFFICES_FILE).is_symlink():
        return NO_OFFICES
    root = keys_in(folder, OFFICES_FILE, mistakes)
    named: dict[str, tuple[Text, ...]] = {}
    for key, node in ({} if root is None else root).items():
        ruleset = _ruleset(key, library, as_of, mistakes)
        offices = _offices(key, node, mistakes)
        if ruleset is not None and offices and _is_open(key, ruleset, mistakes):
            named[str(key)] = offices
    return Offices(FrozenMapping(named))


def _ruleset(key: Scalar, library: Library, as_of: date | None, mistakes: Mistakes) -> Ruleset | None:
    """The ruleset that a key is about, in the version of the day where there is one; None, reported, for no ruleset."""
    id = key.partition("#")[0]
    versions = library.versions.get(id)
    if not versions:
        mistakes.report("NTM565", key.place, advice=hint(nearest(id, library.versions), library.versions), text=id)
        return None
    try:
        return versions[-1] if as_of is None else library.ruleset(id, as_of)
    except CompileError:
        return versions[-1]


def _offices(key: Scalar, node: Node, mistakes: Mistakes) -> tuple[Text, ...]:
    """One office or several; () where a mistake is reported."""
    nodes = list(node) if isinstance(node, PlacedSequence) else [node]
    if not nodes:
        wrong(str(key), node, mistakes, "cơ quan phụ trách, hoặc danh sách", "an office responsible, or a list")
    texts = [text_of(each, str(key), mistakes) for each in nodes]
    return () if None in texts else tuple(dict.fromkeys(text for text in texts if text is not None))


def _is_open(key: Scalar, ruleset: Ruleset, mistakes: Mistakes) -> bool:
    """True for a ruleset, and for a rule of it that has no office of its own; anything else is reported."""
    _, of_rule, code = key.partition("#")
    rule = ruleset.rule(code)
    if not of_rule:
        return True
    if rule is None:
        codes = [one.code for one in ruleset.rules()]
        advice = hint(nearest(code, codes), codes)
        mistakes.report("NTM656", key.place, advice=advice, ruleset=ruleset.id, rule=code)
        return False
    own = NO_OFFICES.of(ruleset, code)
    if own:
        told = "; ".join(one.vi for one in own)
        mistakes.report("NTM657", key.place, Severity.WARNING, name=str(key), offices=told)
    return not own


def rules_named(library: Library) -> Mapping[str, Text]:
    """Names that an `offices.yaml` may use, with what is called so: each ruleset and each rule of its versions."""
    found: dict[str, Text] = {}
    for id, versions in sorted(library.versions.items()):
        found[id] = versions[-1].title
        rules: dict[str, Rule] = {rule.code: rule for version in versions for rule in version.rules()}
        found |= {f"{id}#{code}": rule.name for code, rule in rules.items()}
    return found
