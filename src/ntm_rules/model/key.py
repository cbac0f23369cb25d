"""Keys of rules. A bare number never names a rule: "6" is five different criteria."""

import re
from datetime import date
from typing import Self

from attrs import frozen

from .problem import Diagnostic, RuleKeyError
from .text import Text, shortened
from .values.frozen_mapping import FrozenMapping

RECOGNITION, MAINTENANCE, REVOCATION = "recognition", "maintenance", "revocation"
CONCLUSIONS = (RECOGNITION, MAINTENANCE, REVOCATION)
"""The top rules a ruleset can have, by the name that stands for a code."""
PROPOSED = "proposed"
"""The status of a published decision that is only a proposal."""
LEVEL = "level:"
"""The beginning of the code of a level's rule: `level:four_stars`."""

_KEY = re.compile(
    r"(?P<ruleset>[a-z0-9-]+(?:/[a-z0-9-]+)+)(?:#(?P<code>[^@#\s]+))?(?:@(?P<version>\d{4}-\d{2}-\d{2}))?"
)
RULESET_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")


def _error(given: object) -> RuleKeyError:
    shown = shortened(given)
    text = Text(
        f"{shown} không phải là khóa quy tắc: viết bộ-tiêu-chí#mã, ví dụ vn/civilised-township#3.3",
        f"{shown} is not a rule key: write ruleset#code, such as vn/civilised-township#3.3",
    )
    return RuleKeyError(Diagnostic(RuleKeyError.default_code, None, text, fields=FrozenMapping({"value": shown})))


@frozen(order=True, cache_hash=True)
class RuleKey:
    """A rule by its ruleset and its code as printed; the recognition of the ruleset when no code is written.

    >>> str(RuleKey.parse("vn/civilised-township#3.3"))
    'vn/civilised-township#3.3'
    >>> RuleKey.parse("vn/commune-ntm").code
    'recognition'

    Raises RuleKeyError, which is a ValueError as well, where one of its parts is no text.
    """

    ruleset: str
    code: str = RECOGNITION

    def __attrs_post_init__(self) -> None:
        if not (isinstance(self.ruleset, str) and isinstance(self.code, str)):
            raise _error((self.ruleset, self.code))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `ruleset` or `ruleset#code`. Raises RuleKeyError, a ValueError as well, for anything else."""
        match = _KEY.fullmatch(text) if isinstance(text, str) else None
        if not match or match["version"]:
            raise _error(text)
        return cls(match["ruleset"], match["code"] or RECOGNITION)

    @classmethod
    def parse_versioned(cls, text: str) -> "tuple[Self, date | None]":
        """Read `ruleset#code` with or without the `@version` of its text. Raises RuleKeyError as `parse` does.

        >>> key, version = RuleKey.parse_versioned("vn/commune-ntm#13@2024-03-01")
        >>> str(key), str(version)
        ('vn/commune-ntm#13', '2024-03-01')
        """
        named, at, day = text.rpartition("@") if isinstance(text, str) else ("", "", "")
        if not at:
            return cls.parse(text), None
        try:
            return cls.parse(named), date.fromisoformat(day)
        except ValueError as error:
            raise _error(text) from error

    def __str__(self) -> str:
        return f"{self.ruleset}" if self.code == RECOGNITION else f"{self.ruleset}#{self.code}"


def conclusion_place(code: str) -> int:
    """The place of a conclusion among the others: levels after those that have a name, in an order of their own."""
    return CONCLUSIONS.index(code) if code in CONCLUSIONS else len(CONCLUSIONS)


def is_conclusion(code: str) -> bool:
    """True for the code of a top rule: recognition, maintenance, revocation, or a level.

    >>> is_conclusion("maintenance"), is_conclusion("level:four_stars"), is_conclusion("3.3")
    (True, True, False)
    """
    return code in CONCLUSIONS or code.startswith(LEVEL)
