"""Names by which callers refer to rules and units of a program."""

from collections.abc import Iterable

from ..model.key import RuleKey
from ..model.problem import UnknownNameError
from ..model.spelling import nearest
from ..model.text import shortened
from ..program.messages import ADMISSION
from ..program.program import Program
from ..program.wording import hint, worded

_MOST_COMPARED = 2000
_MOST_ALLOWED = 100


def code_of(program: Program, rule: object) -> str:
    """The code of a rule of a program, named by code, as `ruleset#code`, or by a RuleKey.

    Raises UnknownNameError where the program has no such rule.
    """
    if isinstance(rule, str) and rule in program.position:
        return rule
    key = rule if isinstance(rule, RuleKey) else key_of(rule)
    if key is not None and key.ruleset == program.ruleset.id and key.code in program.position:
        return key.code
    raise unknown_name(rule, f"quy tắc trong {program.ruleset.id}", f"rule in {program.ruleset.id}", program.position)


def key_of(rule: object) -> RuleKey | None:
    """The rule that a text such as `ruleset#code` names; None where it is no such text."""
    if isinstance(rule, RuleKey):
        return rule
    try:
        return RuleKey.parse(rule) if isinstance(rule, str) else None
    except ValueError:
        return None


def unknown_name(name: object, what: str, what_en: str, known: Iterable[str]) -> UnknownNameError:
    """The error for a name that nothing has, with the nearest known one."""
    names = tuple(known)
    is_name = isinstance(name, str | RuleKey)
    text = str(name) if is_name else f"{shortened(name)} ({type(name).__name__})"
    near = nearest(text, names) if is_name and len(names) <= _MOST_COMPARED else None
    details: dict[str, object] = {"text": text, "what": what, "what_en": what_en, "near": near}
    if len(names) <= _MOST_ALLOWED:
        details["allowed"] = names
    return UnknownNameError(worded(ADMISSION, "NTM629", None, advice=hint(near, names), details=details))
