"""The command `ntm-rules`: the only place that prints or exits.

Exit codes: 0 fine, 1 findings, 2 unusable input. Heavy imports stand inside the commands that need them, so that `--help`
is quick.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

if TYPE_CHECKING:
    from .engine.decisions import Decisions
    from .exchange.dossier import Dossier
    from .model.library import Library
    from .model.problem import Diagnostic, NtmError
    from .model.ruleset import Ruleset
    from .model.text import Language
    from .report.names import Names

FINE, FINDINGS, UNUSABLE = 0, 1, 2

_lang = click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Ngôn ngữ / Language."
)
_rulesets = click.option(
    "--rulesets",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Thư mục quy tắc thay cho thư mục đi kèm / Rulesets to use in place of the shipped ones.",
)
_out = click.option("-o", "--output", type=click.Path(path_type=Path), help="Ghi ra tệp / Write to a file.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ntm-rules")
def main() -> None:
    """Bộ tiêu chí thành quy tắc, số liệu thành kết luận có lý do.

    Criteria sets as versioned rules; facts to decisions, with reasons.
    """


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text")
@_lang
def check(paths: tuple[Path, ...], form: str, lang: Language) -> None:
    """Kiểm tra tệp quy tắc và hồ sơ / Check rule files and dossiers.

    PATHS are rule files, folders of them, and dossier folders; without any, the shipped rulesets are checked. Every mistake is
    reported with its place, not the first only. Exits with 1 when there is an error in any of them.
    """
    from .language.library import check_paths, shipped_rulesets
    from .model.problem import Severity
    from .report import problem

    absent = [path for path in paths if not path.exists()]
    if absent:
        _stop(f"không có tệp: {absent[0]}" if lang == "vi" else f"no such file: {absent[0]}")
    dossiers = [path for path in paths if _is_dossier(path)]
    others = [path for path in paths if path not in dossiers]
    found: list[Diagnostic] = []
    if others or not dossiers:
        found += check_paths(others or [shipped_rulesets()])
    for path in dossiers:
        found += _check_dossier(path)
    match form:
        case "json":
            click.echo(problem.as_json(found))
        case "sarif":
            click.echo(problem.as_sarif(found, lang, tool_version=_version()))
        case "github":
            click.echo(problem.as_annotations(found, lang), nl=bool(found))
        case _:
            if found:
                click.echo(problem.as_text(found, lang))
            click.echo(_summary(found, lang), err=True)
    sys.exit(FINDINGS if any(one.severity is Severity.ERROR for one in found) else FINE)


def _is_dossier(path: Path) -> bool:
    return path.name == "dossier.yaml" or (path / "dossier.yaml").is_file()


def _check_dossier(path: Path) -> Sequence[Diagnostic]:
    from .exchange.dossier import read_dossier
    from .language.library import load_library
    from .model.problem import NtmError

    try:
        return read_dossier(path, load_library()).diagnostics
    except NtmError as error:
        return error.diagnostics


def _summary(found: Sequence[Diagnostic], lang: Language) -> str:
    from .model.problem import Severity
    from .report.number import counted
    from .report.words import Noun

    nouns = {
        Severity.ERROR: Noun("lỗi", "error", "errors"),
        Severity.WARNING: Noun("cảnh báo", "warning", "warnings"),
        Severity.NOTE: Noun("ghi chú", "note", "notes"),
    }
    counts = {severity: sum(one.severity is severity for one in found) for severity in nouns}
    parts = [counted(count, nouns[severity], lang) for severity, count in counts.items() if count]
    return ", ".join(parts) or ("không có lỗi" if lang == "vi" else "no findings")


@main.command(name="list")
@click.option("--provenance", is_flag=True, help="Đếm quy tắc theo nguồn / Count the rules by how they are known.")
@_rulesets
@_lang
def list_(provenance: bool, rulesets: tuple[Path, ...], lang: Language) -> None:
    """Liệt kê các bộ tiêu chí / List the rulesets, every version."""
    from .report.provenance import provenance_table
    from .report.table import ruleset_table

    library = _library(rulesets, lang)
    versions = [ruleset for id in sorted(library.versions) for ruleset in library.versions[id]]
    click.echo((provenance_table if provenance else ruleset_table)(versions, lang))


_SHOWN = re.compile(r"(?P<id>[^@#]+)(?:@(?P<on>\d{4}-\d{2}-\d{2}))?(?:#(?P<code>.+))?")


@main.command()
@click.argument("rule", metavar="RULESET[@DATE][#CODE]")
@_rulesets
@click.option("--lang", type=click.Choice(["vi", "en", "both"]), default="both", show_default=True)
def show(rule: str, rulesets: tuple[Path, ...], lang: Literal["vi", "en", "both"]) -> None:
    """Một bộ tiêu chí hay một quy tắc bằng lời / A ruleset, or one rule of it, in prose.

    With a DATE, the version in force on that day; without, the newest.
    """
    from .report.sheet import show_rule, show_ruleset

    spoken: tuple[Language, ...] = ("vi", "en") if lang == "both" else (lang,)
    library = _library(rulesets, spoken[0])
    named = _SHOWN.fullmatch(rule)
    if named is None:
        _stop(f"{rule!r}: RULESET[@DATE][#CODE]")
    ruleset = _version_of(library, named["id"], named["on"], spoken[0])
    pages = []
    for language in spoken:
        if named["code"] is None:
            pages.append(show_ruleset(ruleset, library, language))
            continue
        found = ruleset.rule(named["code"])
        if found is None:
            codes = ", ".join(each.code for each in ruleset.rules())
            there_is_no = "không có quy tắc" if language == "vi" else "there is no rule"
            _stop(f"{ruleset.id}: {there_is_no} {named['code']!r}; {codes}")
        pages.append(show_rule(found, ruleset, library, language))
    click.echo("\n\n".join(pages))


def _version_of(library: Library, id: str, on: str | None, lang: Language) -> Ruleset:
    from difflib import get_close_matches

    from .model.problem import NtmError

    if id not in library.versions:
        near = get_close_matches(id, library.versions, 1)
        hint = (f" Ý bạn là {near[0]}?" if lang == "vi" else f" Did you mean {near[0]}?") if near else ""
        _stop((f"không có bộ tiêu chí {id!r}." if lang == "vi" else f"there is no ruleset {id!r}.") + hint)
    if on is None:
        return library.versions[id][-1]
    try:
        return library.ruleset(id, _day(on))
    except NtmError as error:
        _stop(error, lang)


@main.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", metavar="DATE", help="Ngày đánh giá / Assess as of this date.")
@click.option("--unit", "units", multiple=True, help="Chỉ đơn vị này (mã hoặc tên) / Only this unit (code or name).")
@click.option(
    "--by",
    type=click.Choice(["unit", "office"]),
    help="Theo đơn vị (mặc định) hay cơ quan phụ trách / By unit (the default) or by office responsible.",
)
@click.option(
    "--since", metavar="DATE", help="Được và mất so với ngày này / Gained and lost against this earlier date."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--everything", is_flag=True, help="In cả những gì đã đạt / Show what is attained in full as well.")
@_out
@_rulesets
@_lang
def assess(
    dossier: Path,
    as_of: str | None,
    units: tuple[str, ...],
    by: str | None,
    since: str | None,
    form: str,
    everything: bool,
    output: Path | None,
    rulesets: tuple[Path, ...],
    lang: Language,
) -> None:
    """Đánh giá một hồ sơ / Decide every unit of a dossier, with reasons.

    Text has a table of units by criteria for each ruleset, or the explanation of each unit named with --unit (of the only
    one, if there is one). With --by office it lists what is open under the office responsible for it. With --since it goes
    on with what was gained and lost; --everything adds the indicators.
    """
    from .exchange import write
    from .report.office import by_office
    from .report.overview import legend, overview
    from .report.presence import absent_units

    if form != "text" and (by is not None or since is not None):
        text_only = (
            "--by và --since chỉ dùng với --format text" if lang == "vi" else "--by and --since are for --format text"
        )
        _stop(text_only)
    library = _library(rulesets, lang)
    read = _dossier(dossier, library, lang)
    day = read.as_of if as_of is None else _day(as_of)
    earlier = None if since is None else _day(since)
    if earlier is not None and earlier >= day:
        _stop(
            f"--since {earlier} phải trước ngày đánh giá ({day})"
            if lang == "vi"
            else f"--since {earlier} must be before the date of the assessment ({day})"
        )
    names = _names(read, library, lang)
    chosen = {_unit(read, name, day, lang) for name in units}
    for line in absent_units(read.units, read.rulesets, day, names, chosen):
        click.echo(line, err=True)
    kinds = {read.units[code].kind for code in chosen} or set(read.rulesets)
    runs = _decide(read, library, day, lang, [id for kind, ids in read.rulesets.items() if kind in kinds for id in ids])
    _check_any(runs, chosen, day, names)
    decisions = [decision for run in runs for decision in run if not chosen or decision.unit in chosen]
    match form:
        case "json":
            pieces: Iterable[str] = write.decisions_to_json(decisions)
        case "csv":
            pieces = write.decisions_to_csv(
                decisions, read.units, language=lang, numbers="vi" if lang == "vi" else "en"
            )
        case _:
            alone = bool(chosen) or sum(len(run.units) for run in runs) == 1
            if by == "office":
                pages = [by_office(runs, names, chosen, everything=everything)]
            elif alone:
                colour = output is None and sys.stdout.isatty()
                pages = list(_explained(runs, chosen, names, everything=everything, colour=colour))
            else:
                pages = [overview(runs, names)]
            if earlier is not None:
                pages.append(_progress(read, runs, earlier, names, chosen, everything=everything))
            if by == "office" or earlier is not None or not alone:
                pages.append(legend(names))
            pieces = ("\n\n".join(pages), "\n")
    _put(pieces, output, form)


def _check_any(runs: Sequence[Decisions], chosen: Collection[str], day: date, names: Names) -> None:
    """Say which rulesets have no unit to decide; stop where there is nothing to decide at all."""
    from .report.number import day as shown
    from .report.overview_words import NOTHING_ASSESSED
    from .report.presence import rulesets_without_units
    from .report.words import say

    if chosen and not any(unit.code in chosen for run in runs for unit in run.units):
        vi, en = f"ngày {day} không bộ tiêu chí nào áp dụng cho đơn vị này", f"no ruleset applies to this unit on {day}"
        _stop(vi if names.language == "vi" else en)
    for line in rulesets_without_units(runs, names):
        click.echo(line, err=True)
    if not any(run.units for run in runs):
        _stop(say(NOTHING_ASSESSED, names.language, day=shown(day, names.language)))


def _explained(
    runs: Sequence[Decisions], chosen: Collection[str], names: Names, *, everything: bool, colour: bool
) -> Iterator[str]:
    """A line for each decision, then each with its reasons."""
    from .report.explain import explain as explained
    from .report.table import decision_table

    units = names.units
    assert units is not None
    found = [(run, decision) for run in runs for decision in run if not chosen or decision.unit in chosen]
    yield decision_table([decision for _, decision in found], names.library, units, names.language)
    for run, decision in found:
        yield explained(
            decision,
            names.library,
            units,
            names.language,
            everything=everything,
            colour=colour,
            steps=run.steps(decision.unit, decision.rule.code),
        )


def _progress(
    read: Dossier,
    runs: Sequence[Decisions],
    earlier: date,
    names: Names,
    chosen: Collection[str],
    *,
    everything: bool,
) -> str:
    from .model.problem import NtmError
    from .report.progress import progress

    before: dict[str, Decisions | NtmError] = {}
    for run in runs:
        id = run.program.ruleset.id
        try:
            before[id] = _evaluated(read, names.library, id, earlier)
        except NtmError as error:
            before[id] = error
    return progress(runs, before, earlier, names, chosen, everything=everything)


@main.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("unit")
@click.argument("rule", required=False)
@click.option("--as-of", metavar="DATE", help="Ngày đánh giá / Assess as of this date.")
@click.option("--everything", is_flag=True, help="In cả những gì đã đạt / Show what is attained in full as well.")
@_rulesets
@_lang
def explain(
    dossier: Path,
    unit: str,
    rule: str | None,
    as_of: str | None,
    everything: bool,
    rulesets: tuple[Path, ...],
    lang: Language,
) -> None:
    """Vì sao một quy tắc đạt hay chưa đạt / Why a unit attains a rule, or does not.

    RULE is a rule key (vn/civilised-township#3.3) or the code of a rule in the ruleset that the dossier gives the unit's kind;
    without it, the recognition.
    """
    from .model.key import RECOGNITION, RuleKey
    from .report.explain import explain as explained
    from .report.presence import absent_units

    library = _library(rulesets, lang)
    read = _dossier(dossier, library, lang)
    day = read.as_of if as_of is None else _day(as_of)
    code = _unit(read, unit, day, lang)
    kind = read.units[code].kind
    asked = rule or RECOGNITION
    try:
        key = RuleKey.parse(asked) if "/" in asked else RuleKey(next(iter(read.rulesets.get(kind, ())), ""), asked)
    except ValueError as error:
        _stop(str(error))
    asked_for = [id for id in read.rulesets.get(kind, ()) if id == key.ruleset]
    for run in _decide(read, library, day, lang, asked_for):
        if any(one.code == code for one in run.units):
            if key.code not in run.program.by_code:
                codes = ", ".join(run.program.by_code)
                _stop(
                    f"{key.ruleset}: {'không có quy tắc' if lang == 'vi' else 'there is no rule'} {key.code!r}; {codes}"
                )
            page = explained(
                run.decision(code, key.code),
                library,
                read.units,
                lang,
                everything=everything,
                colour=sys.stdout.isatty(),
                steps=run.steps(code, key.code),
            )
            click.echo(page)
            return
    for line in absent_units(read.units, [kind], day, _names(read, library, lang), [code]):
        click.echo(line, err=True)
    _stop(
        f"hồ sơ không đánh giá {read.units[code].name} theo {key.ruleset or asked}"
        if lang == "vi"
        else f"the dossier does not assess {read.units[code].name} under {key.ruleset or asked}"
    )


# What the commands share.


def _version() -> str:
    from . import __version__

    return __version__


def _stop(problem: str | NtmError, lang: Language = "vi") -> NoReturn:
    """Unusable input: say so on the error stream, exit with 2."""
    click.echo(problem if isinstance(problem, str) else problem.render(lang), err=True)
    sys.exit(UNUSABLE)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _stop(f"{text!r}: YYYY-MM-DD")


def _library(folders: tuple[Path, ...], lang: Language) -> Library:
    from .language.library import load_library
    from .model.problem import NtmError

    try:
        return load_library(*folders)
    except NtmError as error:
        _stop(error, lang)


def _dossier(path: Path, library: Library, lang: Language) -> Dossier:
    from .exchange.dossier import read_dossier
    from .model.problem import NtmError

    try:
        read = read_dossier(path, library)
    except NtmError as error:
        _stop(error, lang)
    for diagnostic in read.diagnostics:
        click.echo(diagnostic.render(lang), err=True)
    return read


def _names(read: Dossier, library: Library, lang: Language) -> Names:
    from .report.names import Names

    return Names(library, read.units, lang)


def _decide(read: Dossier, library: Library, day: date, lang: Language, rulesets: Iterable[str]) -> list[Decisions]:
    """Decide rulesets of the dossier, each once; stops with everything that stands in the way."""
    from .model.problem import NtmError

    found: list[Decisions] = []
    problems: list[Diagnostic] = []
    for id in dict.fromkeys(rulesets):
        try:
            found.append(_evaluated(read, library, id, day))
        except NtmError as error:
            problems += [each for each in error.diagnostics if each not in problems]
    if problems:
        _stop(NtmError(problems), lang)
    return found


def _evaluated(read: Dossier, library: Library, id: str, day: date) -> Decisions:
    from .engine.decisions import evaluate
    from .engine.program import compile as compiled

    return evaluate(compiled(id, day, library), read.units, read.statements, known_on=read.known_on)


def _unit(read: Dossier, name: str, day: date, lang: Language) -> str:
    """The code of a unit given by code or by name; of several with one name, of the one that exists on the day."""
    from unicodedata import normalize

    if name in read.units:
        return name
    wanted = normalize("NFC", name).casefold()
    found = [unit for unit in read.units if normalize("NFC", unit.name).casefold() == wanted]
    if len(found) > 1:
        found = [unit for unit in found if unit.exists_on(day)]
    if len(found) == 1:
        return found[0].code
    known = ", ".join(f"{unit.code} ({unit.name})" for unit in read.units)
    _stop(f"{'không rõ đơn vị' if lang == 'vi' else 'no such unit'}: {name}\n{known}")


def _put(pieces: Iterable[str], output: Path | None, form: str) -> None:
    from .exchange.write import write_whole

    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    # Excel knows UTF-8 by this mark.
    mark = b"\xef\xbb\xbf" if form == "csv" else b""

    def encoded() -> Iterator[bytes]:
        yield mark
        for piece in pieces:
            yield piece.encode()

    write_whole(output, encoded())


if __name__ == "__main__":
    main()
