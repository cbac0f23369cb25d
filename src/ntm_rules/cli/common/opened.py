"""Dossiers as the commands open them: read, with library, day and language; the options that narrow and order them."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from .shared import (
    RuleFolders,
    assessed_option,
    assessed_value,
    day_of,
    file_limits,
    in_language_now,
    known_on_option,
    known_on_value,
    language_now,
    large_option,
    library_of,
    remark,
    rulesets_option,
    stop,
    told_language_option,
)
from .stages import work_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...engine.decisions import Decisions
    from ...exchange.dossier.dossier import Dossier
    from ...model.library import Library
    from ...model.outcome import Outcome
    from ...model.problem import Diagnostic, NtmError
    from ...model.text import Language, Text
    from ...report.phrasing.names import Names


OUTCOMES = ("attained", "not_attained", "not_applicable", "undetermined")
"""The words of `Outcome`, which is not loaded for `--help`."""


class Narrowing(NamedTuple):
    """Units below one of those `under`, or one of these; that come to one outcome; `nearest`: those that lack least first."""

    under: tuple[str, ...] = ()
    only: Outcome | None = None
    nearest: bool = False

    @property
    def leaves_out(self) -> bool:
        """True where it leaves units out."""
        return bool(self.under) or self.only is not None


under_option = click.option(
    "--under",
    multiple=True,
    metavar="UNIT",
    help="Chỉ đơn vị này và các đơn vị thuộc nó (mã hoặc tên) / Only this unit and those below it (code or name).",
)


def narrowing_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options `--under`, `--only` and `--sort`: the command takes them as its argument `narrowing`."""

    @under_option
    @click.option(
        "--only",
        type=click.Choice(OUTCOMES),
        help="Chỉ các đơn vị có kết luận này / Only units whose conclusion comes to this.",
    )
    @click.option(
        "--sort",
        type=click.Choice(["unit", "nearest"]),
        default="unit",
        show_default=True,
        help="nearest: còn ít tiêu chí chưa đạt nhất trước / nearest: the fewest criteria not attained first.",
    )
    @wraps(command)
    def narrowed_command(*args: object, under: tuple[str, ...], only: str | None, sort: str, **options: object) -> None:
        from ...model.outcome import Outcome

        narrowing = Narrowing(under, None if only is None else Outcome(only), sort == "nearest")
        command(*args, narrowing=narrowing, **options)

    return narrowed_command


def narrowed(runs: Sequence[Decisions], narrowing: Narrowing) -> list[Decisions]:
    """The runs with the units asked for, in the order asked for. The units `under` which they lie are codes."""
    from ...report.overview.caption import headline

    chosen = []
    for run in runs:
        top, units = headline(run.program.ruleset), [unit.code for unit in run.units]
        if narrowing.under:
            above = run.world.units.belongs_to
            units = [
                unit
                for unit in units
                if unit in narrowing.under
                or any(unit_above.code in narrowing.under for unit_above in above(unit, run.program.as_of))
            ]
        if narrowing.only is not None:
            criteria = (top,) if top is not None else run.program.criteria
            units = [unit for unit in units if any(run.outcomes(unit)[code] is narrowing.only for code in criteria)]
        if narrowing.nearest:
            units.sort(key=lambda unit: _effort(run, unit, top))
        chosen.append(run if units == [unit.code for unit in run.units] else run.narrowed(units))
    return chosen


def _effort(run: Decisions, unit: str, top: str | None) -> tuple[bool, int, int]:
    """Sort key: units that are short of attainment first, then by criteria not attained, then by those undetermined."""
    from ...model.outcome import SHORT

    outcomes = run.outcomes(unit)
    criteria = [outcomes[code] for code in run.program.criteria]
    missing, unknown = (criteria.count(outcome) for outcome in SHORT)
    is_short = outcomes[top] in SHORT if top is not None else missing + unknown > 0
    return not is_short, missing, unknown


_FOR_CHECK_ALONE = ("NTM698",)
"""Diagnostics about data that no rule reads: it changes no decision, so only `check` reports them."""

_NOT_IN_FORCE = "NTM602"

as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    help="Ngày đánh giá, ví dụ 2024-06-30 (mặc định: ngày của hồ sơ) / Date of assessment, such as 2024-06-30 (default: that "
    "of the dossier).",
)


def dossier_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command about a dossier: what was known, the year assessed, rule files, the language."""
    for option in (told_language_option, rulesets_option, large_option, assessed_option, known_on_option):
        command = option(command)
    return command


class OpenedDossier(NamedTuple):
    """A dossier that was read, and what the command decides it by; each of its methods stops where there is no answer."""

    read: Dossier
    library: Library
    day: date
    """The day of the assessment: of `--as-of`, or the dossier's own."""
    lang: Language

    @property
    def names(self) -> Names:
        """Names of the units, rules and offices, in the language of the answer."""
        from ...report.phrasing.names import Names

        return Names(self.library, self.read.units, self.lang, self.read.offices)

    @property
    def rulesets(self) -> list[str]:
        """The ids of the rulesets that the dossier is decided by, each once."""
        return list(dict.fromkeys(id for own in self.read.rulesets.values() for id in own))

    def unit(self, name: str) -> str:
        """The code of a unit given by code or by name; of several with one name, of the one that exists on the day.

        Stops with the nearest units where there is none, and with all of them where there are several.
        """
        from ...exchange.units.index import UnitIndex

        units = UnitIndex(self.read.units)
        matches = units.find(name, self.day)
        if len(matches) == 1:
            return matches[0].code
        if matches:
            ambiguity = units.several(name, matches, None, self.day)
            help = ambiguity.help.in_language(self.lang) if ambiguity.help else ""
            stop(f"{ambiguity.message.in_language(self.lang)}; {help}")
        advice = units.advice(name)["hint_vi" if self.lang == "vi" else "hint_en"]
        unknown = in_language_now("không rõ đơn vị", "no such unit")
        return stop(f"{unknown}: {name}; {advice}".removesuffix("; "))

    def earlier_day(self, since: str | None) -> date | None:
        """The day of `--since`; stops where it is not before the day of the assessment."""
        earlier = None if since is None else day_of(since)
        if earlier is not None and earlier >= self.day:
            vi = f"--since {earlier} phải trước ngày đánh giá ({self.day:%d/%m/%Y})"
            en = f"--since {earlier} must be before the date of the assessment ({self.day})"
            stop(vi, en)
        return earlier

    def decided(self, rulesets: Iterable[str] | None = None, day: date | None = None) -> list[Decisions]:
        """Decide rulesets, all of the dossier's where none are named; stops with every diagnostic that prevents it.

        Those not in force on the day are told, and stop nothing where another one is.
        """
        from ...model.problem import NtmError
        from ...report.overview.units import rulesets_not_in_force

        runs: list[Decisions] = []
        problems: list[Diagnostic] = []
        day, ids = day or self.day, list(dict.fromkeys(self.rulesets if rulesets is None else rulesets))
        for id in ids:
            run = self.decided_on(id, day)
            if isinstance(run, NtmError):
                problems += [diagnostic for diagnostic in run.diagnostics if diagnostic not in problems]
            else:
                runs.append(run)
        if problems and not (runs and all(problem.code == _NOT_IN_FORCE for problem in problems)):
            stop(NtmError(problems))
        for line in rulesets_not_in_force(ids, day, self.names):
            remark(line)
        return runs

    def cautions(self, day: date | None = None) -> list[Text]:
        """The notes of the dossier, and its rulesets that are not in force on a day, for a page of its decisions."""
        from ...model.text import Text
        from ...report.overview.units import rulesets_not_in_force

        both = (self._replace(lang=lang).names for lang in ("vi", "en"))
        vi, en = (list(rulesets_not_in_force(self.rulesets, day or self.day, names)) for names in both)
        return [*self.read.notes, *map(Text, vi, en)]

    def decided_on(self, ruleset: str, day: date) -> Decisions | NtmError:
        """The decisions under a ruleset on a day, or why there are none."""
        from ...engine.decisions import evaluate
        from ...model.problem import EngineError, NtmError
        from ...program.compiling import compile as compiled

        read = self.read
        try:
            program = compiled(ruleset, day, self.library, self.assessed_on(day))
            return evaluate(program, read.units, read.statements, known_on=read.known_on)
        except EngineError:
            raise
        except NtmError as error:
            return error

    def assessed_on(self, day: date) -> int | None:
        """The year assessed on a day: what is said of the day of the dossier is not said of an earlier one."""
        return self.read.assessed if day >= self.read.as_of else None

    def days_with_figures(self) -> list[date]:
        """The days that the figures, attestations and published decisions which are known are of, in order."""
        from ...model.fact import is_known

        return sorted(
            {statement.as_of for statement in self.read.statements if is_known(statement, self.read.known_on)}
        )

    def check_any(self, runs: Sequence[Decisions], chosen: Collection[str] = (), day: date | None = None) -> None:
        """Report the rulesets without a unit to decide; stop where there is none to decide at all."""
        from ...report.overview.units import rulesets_without_units
        from ...report.phrasing.numbers import day as shown
        from ...report.words.common import say
        from ...report.words.overview import NOTHING_ASSESSED

        day = day or self.day
        if chosen and not any(unit.code in chosen for run in runs for unit in run.units):
            vi = f"ngày {day:%d/%m/%Y} không bộ tiêu chí nào áp dụng cho đơn vị này"
            stop(vi, f"no ruleset applies to this unit on {day}")
        for line in rulesets_without_units(runs, self.names):
            remark(line)
        if not any(run.units for run in runs):
            stop(say(NOTHING_ASSESSED, self.lang, day=shown(day, self.lang)))


def open_dossier(
    path: Path,
    folders: RuleFolders,
    as_of: str | None = None,
    library: Library | None = None,
    unit: str | None = None,
) -> OpenedDossier:
    """Read the dossier of a folder, with its rule files and those of the command unless a library is given.

    Its warnings are told; a mistake in it ends the command. Of a large one, what is said about a `unit` alone, and about those
    whose figures its decisions read: that others were not looked at is told.
    """
    from ...exchange.dossier.dossier import read_dossier

    library = library_of(folders_for(path, folders)) if library is None else library
    day = None if as_of is None else day_of(as_of)
    known_on, assessed, limits = known_on_value(), assessed_value(), file_limits()
    with work_shown("Đọc hồ sơ", "Reading the dossier"):
        read = read_dossier(
            from_here(path), library, limits=limits, known_on=known_on, assessed=assessed, decided_on=day, unit=unit
        )
    if read.about:
        number = len(read.units) - len(read.about)
        vi = f"chưa kiểm tra số liệu của {number} đơn vị khác, không ảnh hưởng đến kết luận này; kiểm tra hết: --check-all"
        en = f"not checked: the figures of {number} other units, which this decision does not read; to check all: --check-all"
        remark(vi, en)
    for diagnostic in read.diagnostics:
        if diagnostic.code not in _FOR_CHECK_ALONE:
            remark(diagnostic.render(language_now()))
    return OpenedDossier(read, library, read.as_of if day is None else day, language_now())


def folders_for(dossier: Path, folders: RuleFolders) -> RuleFolders:
    """The folders of a command with those that the dossier names below the ones that the command is given."""
    from ...exchange.dossier.rulesets import dossier_rulesets

    return folders._replace(over=(*dossier_rulesets(dossier), *folders.over))


def from_here(path: Path) -> Path:
    """A path as it is from where the command runs, so that no output names the folders above; another drive's as given."""
    try:
        return Path(os.path.relpath(path)) if path.is_absolute() else path
    except ValueError:
        return path
