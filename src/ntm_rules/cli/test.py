"""The commands about cases: `test`, `cases`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.output import paper_options, put, put_json, put_paper, refuse_output
from .common.shared import (
    FINDINGS,
    FINE,
    PATH,
    RuleFolders,
    in_language_now,
    language_option,
    library_of,
    output_option,
    remark,
    rulesets_option,
    stop,
    stop_if_absent,
    version_of,
)

if TYPE_CHECKING:
    from ..evolution.cases.case import Case
    from ..evolution.cases.run import CaseResult
    from ..evolution.coverage.cover import Coverage
    from ..evolution.mutation.run import MutationResult
    from ..model.library import Library
    from ..model.ruleset import Ruleset
    from ..model.text import Language


@click.command()
@click.argument("paths", nargs=-1, type=PATH)
@click.option("--junit", type=PATH, metavar="FILE", help="Ghi kết quả JUnit XML / Write JUnit XML as well.")
@click.option(
    "--coverage",
    "covering",
    is_flag=True,
    help="Kết quả và ngưỡng nào chưa có trường hợp / Outcomes and thresholds that no case decides.",
)
@click.option(
    "--mutate",
    "mutating",
    is_flag=True,
    help="Sửa thử từng chỗ trong quy tắc / Change one thing at a time and list what no case notices.",
)
@paper_options("json")
@rulesets_option
@language_option
def test(
    paths: tuple[Path, ...],
    junit: Path | None,
    covering: bool,
    mutating: bool,
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Chạy các trường hợp kiểm tra / Run the cases of rulesets.

    PATHS are case files, and folders with case files in folders named `cases`; without any, the shipped ones. The rule files
    of the folder `rulesets` that a path lies in, or else those below the path, stand in place of the shipped ones of the same
    name. Exits with 1 when a case fails, when --coverage finds gaps, or a mutant survives --mutate.
    """
    from ..evolution.cases.run import run_cases

    library, cases = cases_of(paths, rulesets)
    if junit is not None:
        refuse_output(junit, "junit", output)
    results = run_cases(cases, library)
    if junit is not None:
        _write_junit(junit, results, library, lang)
    covered = _covered(cases, library) if covering else []
    mutated = _mutated(cases, library) if mutating else []
    _put(results, covered, mutated, library, form, output, lang)
    fine = all(result.passed for result in results) and not any(coverage.gaps for coverage in covered)
    sys.exit(FINE if fine and not any(result.survivors for result in mutated) else FINDINGS)


def _covered(cases: Sequence[Case], library: Library) -> list[Coverage]:
    from ..evolution.cases.trial import versions_tested
    from ..evolution.comparison.proof import reachable_outcomes
    from ..evolution.coverage.cover import coverage

    return [coverage(ruleset, cases, library, reachable_outcomes) for ruleset in versions_tested(cases, library)]


def _mutated(cases: Sequence[Case], library: Library) -> list[MutationResult]:
    from ..evolution.cases.trial import versions_tested
    from ..evolution.comparison.proof import prover
    from ..evolution.mutation.run import run_mutants

    proved = prover(library)
    return [run_mutants(ruleset, cases, library, proved) for ruleset in versions_tested(cases, library)]


def cases_of(paths: tuple[Path, ...], rulesets: RuleFolders) -> tuple[Library, tuple[Case, ...]]:
    """The cases at the paths, and the library to run them with; stops with all mistakes in either."""
    from ..evolution.cases.locations import holds_cases, rules_beside
    from ..evolution.cases.reading.cases import cases_in
    from ..language.library import overlaid, shipped_rulesets
    from ..model.problem import RulesetError, Severity

    stop_if_absent(paths)
    beside = rules_beside(paths)
    if beside:
        if rulesets.instead or rulesets.over:
            library_of(rulesets)  # says what is wrong with them
        laid = overlaid(beside, *rulesets.instead, over=rulesets.over)
        errors = [diagnostic for diagnostic in laid.diagnostics if diagnostic.severity is Severity.ERROR]
        if errors:
            stop(RulesetError(errors))
        library = laid.library
    else:
        library = library_of(rulesets)
    laid_with_cases = [folder for folder in rulesets.over if holds_cases(folder)]
    return library, cases_in(paths or (*(rulesets.instead or (shipped_rulesets(),)), *laid_with_cases), library)


def _put(
    results: Sequence[CaseResult],
    covered: Sequence[Coverage],
    mutated: Sequence[MutationResult],
    library: Library,
    form: str,
    output: Path | None,
    lang: Language,
) -> None:
    from ..exchange.output.cases import case_results_to_plain
    from ..report.papers.paper import together
    from ..report.testing.cases import cases_paper
    from ..report.testing.coverage import coverage_paper, plain_coverage
    from ..report.testing.mutation import mutation_paper, plain_mutation

    if form == "json":
        plain = case_results_to_plain(results)
        plain |= {"coverage": [plain_coverage(coverage, library) for coverage in covered]} if covered else {}
        plain |= {"mutation": [plain_mutation(result, library) for result in mutated]} if mutated else {}
        put_json(plain, output, indent=2)
        return
    papers = [cases_paper(results, library, lang)]
    papers += [coverage_paper(covered, library, lang)] if covered else []
    papers += [mutation_paper(mutated, library, lang)] if mutated else []
    put_paper(together(papers), output, form, date.today())


def _write_junit(path: Path, results: Sequence[CaseResult], library: Library, lang: Language) -> None:
    from ..report.testing.junit import junit

    put(junit(results, library, lang), path, "junit")


@click.command()
@click.argument("ruleset", metavar="RULESET[@DATE]")
@click.option(
    "--mutate",
    "mutating",
    is_flag=True,
    help="Thêm trường hợp cho các bản sửa thử chưa bị phát hiện / Also draft cases for the mutants that no case detects.",
)
@output_option
@rulesets_option
@language_option
def cases(ruleset: str, mutating: bool, output: Path | None, rulesets: RuleFolders, lang: Language) -> None:
    """Soạn sẵn các trường hợp kiểm tra còn thiếu / Draft the cases that are missing.

    For every outcome that a rule can come to, and just below, at and just above every threshold, where no case beside the
    ruleset has it yet. RULESET is an id (its newest version), an id@DATE, or the path of a rule file. What is expected is left
    as `?`, which fails: a person must say it, from the instrument. An existing file is not overwritten.
    """
    from ..evolution.cases.reading.cases import cases_beside
    from ..evolution.cases.run import Programs
    from ..evolution.comparison.proof import reachable_outcomes
    from ..evolution.coverage.cover import coverage
    from ..evolution.drafts.draft_cases import answer, draft_cases
    from ..evolution.drafts.killing_cases import killing_cases

    if output is not None and os.path.lexists(output) and not output.is_dir():
        stop(f"{output}: tệp đã có, không ghi đè", f"{output}: the file exists and is not overwritten")
    version, library = version_of(ruleset, rulesets)
    known = cases_beside(version, library)
    drafted = draft_cases(version, known, library)
    if mutating:
        drafted += killing_cases(version, (*known, *drafted), library)
    if drafted:
        _write(drafted, version, library, output, lang)
    programs = Programs(library)
    answered = [answer(case, library, programs) for case in (*known, *drafted)]
    gaps = coverage(version, answered, library, reachable_outcomes).gaps
    rules = ", ".join(dict.fromkeys(gap.rule for gap in gaps))
    if rules:
        vi = f"còn thiếu trường hợp, không soạn được, phải tự viết (xem test --coverage): {rules}"
        en = f"cases are missing that could not be drafted and are to be written (see test --coverage): {rules}"
        remark(vi, en)
    elif not drafted:
        remark("không thiếu trường hợp nào", "no case is missing")


def _write(drafted: tuple[Case, ...], version: Ruleset, library: Library, output: Path | None, lang: Language) -> None:
    from ..evolution.cases.reading.cases import MOST_CASES
    from ..evolution.cases.writing import cases_text
    from ..report.phrasing.numbers import counted
    from ..report.testing.drafted_cases import drafted_comments, drafted_header
    from ..report.words.testing.cases import CASES

    written = drafted[:MOST_CASES]
    header, comments = drafted_header(version), drafted_comments(version, library, lang)
    text = cases_text(written, lang, comments=comments, header=header, kind=version.applies_to[0])
    put([text], output, "yaml")
    drafts = counted(len(written), CASES, lang)
    message = in_language_now(
        f"{drafts}: thay mỗi dấu ? bằng kết quả theo văn bản",
        f"{drafts}: replace each ? by the outcome that the instrument asks for",
    )
    left = len(drafted) - len(written)
    if left:
        message += in_language_now(f"; chạy lại lệnh để soạn thêm {left}", f"; run the command again for {left} more")
    remark(message)
