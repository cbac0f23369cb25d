"""Program of a version on the first day on which it can be decided, which may be later than its first day in force."""

from collections.abc import Iterator
from datetime import date, timedelta

from ..language.contents.traversal import children, within
from ..model.library import Library
from ..model.problem import CompileError
from ..model.ruleset import Ruleset
from ..program.compiling import compile
from ..program.program import Program
from .in_force import last_day


def first_program(ruleset: Ruleset, library: Library) -> Program:
    """The program of a version on the first of its days on which everything that it asks about has begun.

    Raises CompileError, that of the day on which the version begins, when there is no such day.

    >>> from ..language.library import load_library
    >>> library = load_library()
    >>> str(first_program(library.versions["vn/district-ntm"][0], library).as_of)
    '2022-04-15'
    """
    try:
        return compile(ruleset, ruleset.version, library)
    except CompileError as error:
        last = last_day(ruleset, library)
        for day in sorted(set(_beginnings(library))):
            if day > ruleset.version and (last is None or day <= last):
                try:
                    return compile(ruleset, day, library)
                except CompileError:
                    continue
        raise error


def _beginnings(library: Library) -> Iterator[date]:
    """First days of all versions, and the day after each `since` date of their conditions."""
    for versions in library.versions.values():
        for version in versions:
            yield version.version
            for rule in version.rules():
                for condition in (rule.condition, rule.applies_when):
                    for part in () if condition is None else within(condition):
                        for node in (part, *children(part)):
                            since = getattr(node, "since", None)
                            if since is not None:
                                yield since + timedelta(days=1)
