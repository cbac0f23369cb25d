"""The pytest plugin: the case files of an embedding project are its tests as well.

It comes with the package. A file that matches `ntm_cases` and whose first key is `cases_for` is collected, each case of it as
a test of its own. In `pyproject.toml`, all of it optional:

    [tool.pytest.ini_options]
    ntm_rulesets = ["rulesets"]         # folders laid over the shipped rulesets
    ntm_cases = ["cases/*.yaml"]        # which files are looked at
    ntm_lang = "en"                     # the language of the failures

Without `ntm_rulesets` the rule files that a case file belongs to are found as by `ntm-rules test`. Nothing of the package is
imported before such a file is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from .evolution.cases.case import Case
    from .evolution.cases.run import CaseResult, Programs
    from .model.text import Language

_PROGRAMS = pytest.StashKey["dict[tuple[Path, ...], Programs]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings."""
    parser.addini("ntm_rulesets", "folders with rule files, laid over the shipped ones", "paths", [])
    parser.addini("ntm_cases", "which files may hold cases of rulesets", "args", ["cases/*.yaml"])
    parser.addini("ntm_lang", "the language of failures of cases: vi or en", default="vi")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of cases; None for any other file."""
    if not any(file_path.match(pattern) for pattern in parent.config.getini("ntm_cases")):
        return None
    from .evolution.cases.locations import is_case_file

    return CaseFile.from_parent(parent, path=file_path) if is_case_file(file_path) else None


class CaseFile(pytest.File):
    """A case file; its tests are its cases."""

    def collect(self) -> Iterator[CaseItem]:
        """The cases. Raises CollectError with every mistake in the file, or in the rule files."""
        from .evolution.cases.reading.cases import read_cases
        from .model.problem import NtmError
        from .model.text import printable

        try:
            programs = _programs_for(self)
            cases = read_cases(_from_here(self.path), programs.library)
        except NtmError as error:
            raise self.CollectError(error.render(language_of(self.config))) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=printable(case.name.vi), case=case, programs=programs)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, programs: Programs, **others: object) -> None:
        super().__init__(**others)  # type: ignore[arg-type]
        self.case = case
        self.programs = programs

    def runtest(self) -> None:
        """Run the case. Raises CaseFailed where any result differs from the expected one."""
        from .evolution.cases.run import run_case

        result = run_case(self.case, self.programs.library, self.programs)
        if not result.passed:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Expected and actual results, without a traceback."""
        if not isinstance(excinfo.value, CaseFailed):
            return str(super().repr_failure(excinfo))
        from .report.renderers.paper_text import paper_text
        from .report.testing.cases import case_paper

        language = language_of(self.config)
        return paper_text(case_paper(excinfo.value.result, self.programs.library, language), language)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The place of the case."""
        place = self.case.place
        return self.path, None if place is None else place.line - 1, self.name


class CaseFailed(Exception):
    """Raised for a case with another result than expected."""

    def __init__(self, result: CaseResult) -> None:
        self.result = result
        super().__init__(result.case.name.vi)


def language_of(config: pytest.Config) -> Language:
    """The language of failure messages. Raises UsageError for an unknown one."""
    language = config.getini("ntm_lang")
    if language not in ("vi", "en"):
        raise pytest.UsageError(f"ntm_lang is vi or en, not {language!r}")
    return cast("Language", language)


def _from_here(path: Path) -> Path:
    """A path relative to the current folder, where it lies below that."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _programs_for(file: CaseFile) -> Programs:
    """The programs of the library that a case file is run with, made once for each run."""
    from .evolution.cases.locations import rules_beside
    from .evolution.cases.run import Programs
    from .language.library import load_library, overlaid
    from .model.problem import RulesetError, Severity

    laid_over = tuple(file.config.getini("ntm_rulesets")) or tuple(rules_beside([file.path]))
    programs = file.config.stash.setdefault(_PROGRAMS, {})
    if laid_over not in programs:
        if laid_over:
            laid = overlaid(laid_over)
            if any(diagnostic.severity is Severity.ERROR for diagnostic in laid.diagnostics):
                raise RulesetError(laid.diagnostics)
            programs[laid_over] = Programs(laid.library)
        else:
            programs[laid_over] = Programs(load_library())
    return programs[laid_over]
