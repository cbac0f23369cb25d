"""The names of rules. A bare number never names a rule: "6" is five different criteria."""

import re
from typing import Self

from attrs import frozen

RECOGNITION = "recognition"
CONCLUSIONS = (RECOGNITION, "maintenance", "revocation")
"""The top rules a ruleset can have, by the name that stands for a code."""

_KEY = re.compile(
    r"(?P<ruleset>[a-z0-9-]+(?:/[a-z0-9-]+)+)(?:#(?P<code>[^@#\s]+))?(?:@(?P<version>\d{4}-\d{2}-\d{2}))?"
)
RULESET_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")


@frozen(order=True)
class RuleKey:
    """A rule by its ruleset and its code as printed; the recognition of the ruleset when no code is written.

    >>> str(RuleKey.parse("vn/civilised-township#3.3"))
    'vn/civilised-township#3.3'
    >>> RuleKey.parse("vn/commune-ntm").code
    'recognition'
    """

    ruleset: str
    code: str = RECOGNITION

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `ruleset` or `ruleset#code`. Raises ValueError for anything else."""
        found = _KEY.fullmatch(text)
        if not found or found["version"]:
            raise ValueError(f"{text!r} is not a rule key: write ruleset#code, such as vn/civilised-township#3.3")
        return cls(found["ruleset"], found["code"] or RECOGNITION)

    def __str__(self) -> str:
        return self.ruleset if self.code == RECOGNITION else f"{self.ruleset}#{self.code}"
