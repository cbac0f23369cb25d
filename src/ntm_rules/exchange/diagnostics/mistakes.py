"""Gathers the diagnostics of a set of files, so that one run reports all of them."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from ...model.place import Place
from ...model.problem import MOST_ALIKE, Diagnostic, NtmError, Severity, repeated
from ...model.spelling import fold
from .messages import VALUES, diagnostic

MOST_OF_A_KIND = 20
"""So many figures of one measure with the same mistake are shown one by one, as each may be another figure."""
MOST_DIAGNOSTICS = 1_000
"""After so many errors no further row is read: a file of another kind altogether could have millions."""

_OF_FIGURES = VALUES.keys() | {"NTM535", "NTM540", "NTM541", "NTM544", "NTM545"}
_OF_DAYS = {"NTM546", "NTM547", "NTM548"}
_OF_MISTAKE = 400
"""Units of work for an error, which often is the nearest of many words searched for."""
_OF_REPEATED = 50
"""Units of work for an error that is the same again: one misspelt code down a whole column is one mistake."""
_LONGEST_LINE = 400
"""A longer line is not shown: a caret a thousand columns to the right helps nobody."""


class Mistakes:
    """Diagnostics of a run, and the work done in it. The offending line of a text file is added to each, for the caret."""

    def __init__(self) -> None:
        self._errors: list[Diagnostic] = []
        self._remarks: list[Diagnostic] = []
        self._alike: dict[tuple[object, ...], int] = {}
        """Number of times that each was found, by what it says of its file; no more are kept than are shown one by one."""
        self._of_kind: dict[tuple[object, ...], list[Place | None]] = {}
        """Places of the figures of one measure with one mistake, whatever each of them is."""
        self._left_out = {True: 0, False: 0}
        self._worked = 0
        self._lines: dict[str, Sequence[str]] = {}

    def know_lines(self, file: str, lines: Sequence[str]) -> None:
        """Keep the lines of a text file, for the diagnostics about it."""
        self._lines[file] = lines

    @property
    def is_full(self) -> bool:
        """True where there are so many errors that no further row is to be read."""
        return len(self._errors) >= MOST_DIAGNOSTICS

    def is_too_much(self, units: int, most: int) -> bool:
        """Count units of work on the files of the run; True where there are more than `most` of them."""
        self._worked += units
        return self._worked > most

    def add(self, mistake: Diagnostic) -> None:
        """Add one diagnostic."""
        is_error = mistake.severity is Severity.ERROR
        says = _says(mistake)
        self._alike[says] = times = self._alike.get(says, 0) + 1
        self._worked += (_OF_MISTAKE if times <= MOST_ALIKE else _OF_REPEATED) if is_error else 0
        kind = _kind(mistake)
        if kind is not None:
            self._of_kind.setdefault(kind, []).append(mistake.place)
        many = kind is not None and len(self._of_kind[kind]) > MOST_OF_A_KIND
        if mistake.place is not None and (times > MOST_ALIKE or many):
            return
        gathered = self._errors if is_error else self._remarks
        if len(gathered) >= MOST_DIAGNOSTICS:
            self._left_out[is_error] += 1
            return
        place = mistake.place
        if mistake.source_line is None and place is not None and place.sheet is None and place.file in self._lines:
            lines = self._lines[place.file]
            if place.line <= len(lines) and 0 < len(lines[place.line - 1]) <= _LONGEST_LINE:
                mistake = evolve(mistake, source_line=lines[place.line - 1])
        gathered.append(mistake)

    def report(
        self,
        code: str,
        place: Place | None,
        /,
        severity: Severity = Severity.ERROR,
        related: Iterable[Place | None] = (),
        advice: Mapping[str, str] | None = None,
        **details: object,
    ) -> None:
        """Add the diagnostic `code` at `place`, worded with `details`."""
        is_error = severity is Severity.ERROR
        if len(self._errors if is_error else self._remarks) < MOST_DIAGNOSTICS:
            self.add(diagnostic(code, place, severity, related, advice, **details))
        else:
            self._left_out[is_error] += 1

    def take(self, error: NtmError) -> None:
        """Add all diagnostics of an error."""
        for mistake in error.diagnostics:
            self.add(mistake)

    def about_sheet(self, codes: Sequence[str], sheet: str) -> Diagnostic | None:
        """The first diagnostic with one of the codes about a sheet of that name, in any case; None if there is none."""
        wanted = fold(sheet)
        every = (*self._errors, *self._remarks)
        return next(
            (
                mistake
                for mistake in every
                if mistake.code in codes and fold(str(mistake.fields.get("sheet"))) == wanted
            ),
            None,
        )

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Errors by file and position; the last one counts those not listed, if any."""
        return self._counted(self._errors, self._left_out[True], Severity.ERROR)

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """The warnings and notes; the last one counts those not listed, if any."""
        return self._counted(self._remarks, self._left_out[False], Severity.NOTE)

    def _counted(self, mistakes: Iterable[Diagnostic], left_out: int, severity: Severity) -> tuple[Diagnostic, ...]:
        more = (diagnostic("NTM591", None, severity, count=left_out),) if left_out else ()
        return (*self._ordered(mistakes), *more)

    def _ordered(self, mistakes: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The diagnostics by position; what is said again and again of one file, once with its number."""
        alike: dict[tuple[object, ...], list[Diagnostic]] = {}
        for mistake in sorted(mistakes, key=_position):
            alike.setdefault(_says(mistake), []).append(mistake)
        shown: list[Diagnostic] = []
        kinds_shown: set[tuple[object, ...]] = set()
        for says, group in alike.items():
            kind = _kind(group[0])
            of_kind = [] if kind is None else [place for place in self._of_kind[kind] if place is not None]
            if kind is not None and len(of_kind) > MOST_OF_A_KIND:
                if kind not in kinds_shown:
                    kinds_shown.add(kind)
                    shown.append(repeated(group[0], len(of_kind), of_kind[:MOST_ALIKE]))
                continue
            places = [mistake.place for mistake in group if mistake.place is not None]
            times = self._alike.get(says, 0)
            shown += [repeated(group[0], times, places)] if places and times > MOST_ALIKE else group
        return tuple(sorted(shown, key=_position))


def _says(mistake: Diagnostic) -> tuple[object, ...]:
    place = mistake.place
    return mistake.severity, mistake.code, mistake.message, mistake.help, place and (place.file, place.sheet)


def _kind(mistake: Diagnostic) -> tuple[object, ...] | None:
    """Sort of mistake in the days, or the figures of one measure, of a file: they differ only in what is written; or None."""
    place, measure = mistake.place, mistake.fields.get("measure")
    if place is None or not (mistake.code in _OF_DAYS or (measure is not None and mistake.code in _OF_FIGURES)):
        return None
    return mistake.severity, mistake.code, place.file, place.sheet, measure


def _position(mistake: Diagnostic) -> tuple[str, str, int, int]:
    place = mistake.place
    return (place.file, place.sheet or "", place.line, place.column) if place else ("", "", 0, 0)
