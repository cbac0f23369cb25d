"""The commands about rule files: `check`, `list`, `show`."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from .book import cases_of
from .common.output import paper_options, put, put_paper, text_of
from .common.shared import (
    FINDINGS,
    FINE,
    PATH,
    RuleFolders,
    day_of,
    file_limits,
    in_language_now,
    laid_over,
    language_option,
    large_option,
    library_of,
    remember_language,
    rulesets_option,
    stop,
    stop_if_absent,
    told_language_option,
    tool_version,
)

if TYPE_CHECKING:
    from ..model.library import Library
    from ..model.measure import Attribute, Measure
    from ..model.problem import Diagnostic
    from ..model.ruleset import Ruleset
    from ..model.text import Language


@click.command()
@click.argument("paths", nargs=-1, type=PATH)
@paper_options("json", "sarif", "github")
@large_option
@language_option
def check(paths: tuple[Path, ...], form: str, output: Path | None, lang: Language) -> None:
    """Kiểm tra tệp quy tắc, trường hợp kiểm tra và hồ sơ / Check rule files, case files and dossiers.

    PATHS are rule files, case files, folders of them, and dossier folders; without any, the shipped rulesets are checked.
    Dossiers are read with the rule files given, laid over the shipped ones. Every mistake is reported with its place, not the
    first only. Exits with 1 when there is an error in any of them.
    """
    from ..exchange.dossier.rulesets import dossier_rulesets
    from ..language.library import load_library, shipped_rulesets
    from ..model.problem import Severity
    from ..report import diagnostics as problem

    stop_if_absent(paths)
    dossiers = [folder for path in paths for folder in _dossiers_in(path)]
    others = [path for path in paths if not _dossiers_in(path) or _holds_rules_or_cases(path)]
    others += dict.fromkeys(folder for path in dossiers for folder in dossier_rulesets(path))
    diagnostics: list[Diagnostic] = []
    library = load_library() if dossiers and not others else None
    if others or not dossiers:
        diagnostics, library = _check_rules_and_cases(others or [shipped_rulesets()])
    for path in dossiers:
        assert library is not None
        diagnostics += _check_dossier(path, library)
    match form:
        case "json":
            put([problem.as_json(diagnostics), "\n"], output, form)
        case "sarif":
            put([problem.as_sarif(diagnostics, lang, tool_version=tool_version()), "\n"], output, form)
        case "github":
            put([f"{problem.as_annotations([diagnostic], lang)}\n" for diagnostic in diagnostics], output, form)
        case _:
            put_paper(problem.diagnostics_paper(diagnostics, lang), output, form, date.today())
    sys.exit(FINDINGS if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics) else FINE)


def _dossiers_in(path: Path) -> list[Path]:
    """The dossier that a path is, or those below a folder."""
    from ..language.library import DOSSIER_FILE, yaml_files

    if not path.is_dir():
        return [path] if path.name == DOSSIER_FILE else []
    return [yaml_file.parent for yaml_file in yaml_files(path) if yaml_file.name == DOSSIER_FILE]


def _holds_rules_or_cases(path: Path) -> bool:
    from ..evolution.cases.locations import holds_cases, holds_rules

    return path.is_dir() and (holds_rules(path) or holds_cases(path))


def _check_rules_and_cases(paths: Sequence[Path]) -> tuple[list[Diagnostic], Library]:
    """Diagnostics about the rule files, and about the case files, which are read with the rule files they belong to.

    The library is the one that dossiers beside them are read with.
    """
    from ..evolution.cases.locations import holds_cases, holds_rules, rules_beside
    from ..evolution.cases.reading.cases import check_cases
    from ..evolution.comparison.strictness import checked as checked_exactly
    from ..language.library import overlaid

    with_cases = [path for path in paths if holds_cases(path)]
    with_rules = [path for path in paths if holds_rules(path) or path not in with_cases]
    checked = laid_over(with_rules)
    diagnostics = checked_exactly(checked)
    if not with_cases:
        return diagnostics, checked.library
    beside = [path for path in rules_beside(with_cases) if not any(path.is_relative_to(named) for named in paths)]
    laid = overlaid([*with_rules, *beside]) if beside else checked
    return [*diagnostics, *check_cases(with_cases, laid.library, laid.unread)], laid.library


def _check_dossier(path: Path, library: Library) -> Sequence[Diagnostic]:
    from ..exchange.dossier.dossier import read_dossier
    from ..model.problem import NtmError

    try:
        return read_dossier(path, library, limits=file_limits()).diagnostics
    except NtmError as error:
        return error.diagnostics


@click.command(name="list")
@click.option("--provenance", is_flag=True, help="Đếm quy tắc theo nguồn / Count the rules by how they are known.")
@paper_options()
@rulesets_option
@told_language_option
def list_(provenance: bool, form: str, output: Path | None, rulesets: RuleFolders) -> None:
    """Liệt kê các bộ tiêu chí / List the rulesets, every version."""
    from ..report.book.lists import provenance_paper, rulesets_paper

    library = library_of(rulesets)
    versions = [ruleset for id in sorted(library.versions) for ruleset in library.versions[id]]
    paper = provenance_paper(versions) if provenance else rulesets_paper(versions)
    put_paper(paper, output, form, date.today())


_SHOWN = re.compile(r"(?P<id>[^@#]+)(?:@(?P<on>\d{4}-\d{2}-\d{2}))?(?:#(?P<code>.+))?")


@click.command()
@click.argument("rule", metavar="RULESET[@DATE][#CODE]|FILE[#CODE]")
@rulesets_option
@click.option(
    "--lang",
    type=click.Choice(["vi", "en", "both"]),
    default="both",
    show_default=True,
    callback=remember_language,
    is_eager=True,
)
@paper_options()
def show(rule: str, rulesets: RuleFolders, lang: Literal["vi", "en", "both"], form: str, output: Path | None) -> None:
    """Một bộ tiêu chí hay một quy tắc bằng lời / A ruleset, or one rule of it, in prose.

    With a DATE, the version in force on that day; without, the newest. FILE is a rule file, the version that an amendment
    results in, or a catalogue of measures. html, markdown and docx lay rules out as their annex, with cases as examples, in
    Vietnamese or, with --lang en, in English.
    """
    from ..evolution.version import names_file
    from ..model.ruleset import Ruleset
    from ..report.book.catalogue import catalogue_paper
    from ..report.book.ruleset_paper import rule_paper, ruleset_paper
    from ..report.papers.paper import together

    shown: Sequence[Ruleset | Measure | Attribute]
    spoken: tuple[Language, ...] = ("vi", "en") if lang == "both" else (lang,)
    path, _, code = (rule, "", "") if Path(rule).exists() or "#" not in rule else rule.rpartition("#")
    if Path(path).exists() or names_file(path):
        shown, library = _of_file(Path(path), rulesets)
    else:
        library, named = library_of(rulesets), _SHOWN.fullmatch(rule)
        if named is None:
            stop(f"{rule!r}: RULESET[@DATE][#CODE], FILE[#CODE]")
        shown, code = (_version_of(library, named["id"], named["on"]),), named["code"] or ""
    papers = []
    for ruleset in (entry for entry in shown if isinstance(entry, Ruleset)):
        if not code:
            cases = () if form == "text" else cases_of(ruleset, library)
            papers.append(ruleset_paper(ruleset, library, cases=cases))
            continue
        chosen_rule = ruleset.rule(code)
        if chosen_rule is None:
            codes = ", ".join(rule.code for rule in ruleset.rules())
            there_is_no = in_language_now("không có quy tắc", "there is no rule")
            stop(f"{ruleset.id}: {there_is_no} {code!r}; {codes}")
        papers.append(rule_paper(chosen_rule, ruleset, library))
    if entries := [entry for entry in shown if not isinstance(entry, Ruleset)]:
        papers.append(catalogue_paper(entries, library))
    paper = together(papers)
    if form == "text":
        put(["\n\n".join(text_of(paper, output, language) for language in spoken), "\n"], output, form)
    else:
        # A document of rules has their day, whenever it is written.
        day = max((entry.version for entry in shown if isinstance(entry, Ruleset)), default=date.today())
        put_paper(paper, output, form, day)


def _of_file(path: Path, rulesets: RuleFolders) -> tuple[Sequence[Ruleset | Measure | Attribute], Library]:
    """The declarations of rule files (versions of rulesets, measures, attributes), and the library that they are read with."""
    from ..evolution.cases.locations import holds_rules
    from ..language.library import DOSSIER_FILE, rule_files
    from ..model.problem import RulesetError, Severity

    stop_if_absent([path])
    if path.name == DOSSIER_FILE or not holds_rules(path):
        stop(
            f"{path}: không phải tệp quy tắc; trường hợp kiểm tra: ntm-rules test; hồ sơ: ntm-rules assess",
            f"{path}: no rule file; for cases there is ntm-rules test, for a dossier ntm-rules assess",
        )
    laid = laid_over([path], rulesets)
    if any(diagnostic.severity is Severity.ERROR for diagnostic in laid.diagnostics):
        stop(RulesetError(laid.diagnostics))
    files = {str(rule_file) for rule_file in (rule_files(path) if path.is_dir() else [path])}
    entries: list[Measure | Attribute] = [*laid.library.measures.values(), *laid.library.attributes.values()]
    return [*laid.given, *(entry for entry in entries if entry.place and entry.place.file in files)], laid.library


def _version_of(library: Library, id: str, on: str | None) -> Ruleset:
    from ..evolution.version import CLOSE
    from ..model.spelling import nearest

    if id not in library.versions:
        near = nearest(id, library.versions, CLOSE)
        hint = in_language_now(f"Gần đúng nhất: {near}.", f"Did you mean {near}?")
        if near is None:
            hint = in_language_now(
                "Bộ của mình: thêm --with THƯ MỤC, hoặc ghi tên tệp.",
                "One of your own: add --with DIR, or name its file.",
            )
        stop(f"{in_language_now(f'không có bộ tiêu chí {id!r}.', f'there is no ruleset {id!r}.')} {hint}")
    if on is None:
        return library.versions[id][-1]
    return library.ruleset(id, day_of(on))
