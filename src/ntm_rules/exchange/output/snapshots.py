"""Snapshots as files to keep and review beside a dossier: a line of JSON for each decision, sorted.

A line a decision, because then a version control system shows each changed decision as one changed line, and merges two
changes of different units. The first line says what the file is, then comes a line for each rule that decided (its version
and its content hash), then the decisions. Fields that say nothing are left out.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from attrs import fields

from ...evolution.snapshots.snapshot import RecordedReason, Snapshot, SnapshotDecision, SnapshotRule
from ...language.files.input_file import TooLargeError, content_of, path_of, why_not_read
from ...model.arguments import checks_arguments
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.problem import Diagnostic, ReplayError
from ...model.text import Text, json_text
from .output_file import write_whole
from .plain_values import MisfitError, complaint_of, day_from_plain, none_of

FORMAT = 1
MOST_BYTES = 256 * 1024 * 1024
_MOST_ERRORS = 50
_LONGEST_TEXT = 2_000
_HEX = frozenset("0123456789abcdef")

T = TypeVar("T")


def snapshot_to_lines(taken: Snapshot) -> Iterator[str]:
    """The lines of the file, each with its line break. The same snapshot gives the same bytes."""
    head: dict[str, Any] = {"snapshot": FORMAT, "as_of": taken.as_of.isoformat()}
    if taken.known_on is not None:
        head["known_on"] = taken.known_on.isoformat()
    if taken.assessed is not None:
        head["assessed"] = taken.assessed
    if taken.engine is not None:
        head["engine"] = taken.engine
    yield _line(head)
    for rule in taken.rules:
        yield _line({"rule": _key(rule.rule), "version": rule.version.isoformat(), "hash": rule.hash})
    figures: dict[int, str] = {}
    codes: dict[str, str] = {}
    rules: dict[RuleKey, str] = {}
    # Codes, rules and figures are many and alike: each is written once, and put where it belongs.
    for decision in taken.decisions:
        unit, key = codes.get(decision.unit), rules.get(decision.rule)
        if unit is None:
            unit = codes[decision.unit] = json_text(decision.unit)
        if key is None:
            key = rules[decision.rule] = json_text(_key(decision.rule))
        by = [
            figures.get(id(figure)) or figures.setdefault(id(figure), json_text(_figure(figure)))
            for figure in decision.figures
        ]
        reasons = f', "by": [{", ".join(by)}]' if by else ""
        yield f'{{"unit": {unit}, "rule": {key}, "outcome": "{decision.outcome.value}"{reasons}}}\n'


@checks_arguments
def write_snapshot(path: Path | str, snapshot: Snapshot) -> None:
    """Write a snapshot to a file. Raises OSError, and leaves the former file as it was, when it cannot be written.

    >>> try:
    ...     write_snapshot("no-such-folder/decisions.snapshot", Snapshot(date(2024, 12, 31), (), ()))
    ... except FileNotFoundError:
    ...     print("there is no such folder")
    there is no such folder
    """
    write_whole(path_of(path), (line.encode() for line in snapshot_to_lines(snapshot)))


@checks_arguments
def read_snapshot(path: Path | str) -> Snapshot:
    """Read a snapshot from a file. Raises ReplayError, with the line of every mistake, for a file that is none.

    >>> from tempfile import TemporaryDirectory
    >>> taken = Snapshot(date(2024, 12, 31), (), (SnapshotDecision("A", RuleKey("vn/xa", "1"), Outcome.ATTAINED),))
    >>> with TemporaryDirectory() as folder:
    ...     write_snapshot(f"{folder}/decisions.snapshot", taken)
    ...     read_snapshot(f"{folder}/decisions.snapshot") == taken
    True
    """
    return snapshot_from_text(_content(Path(path)), str(path))


def snapshot_from_text(content: str, file: str) -> Snapshot:
    """Snapshot in the content of a file; `file` is its name in errors. Raises ReplayError for content that is none.

    >>> taken = Snapshot(date(2024, 12, 31), (), (SnapshotDecision("A", RuleKey("vn/xa", "1"), Outcome.ATTAINED),))
    >>> snapshot_from_text("".join(snapshot_to_lines(taken)), "s.snapshot") == taken
    True
    """
    reader = _SnapshotReader(file)
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            reader.take(number, line)
        if len(reader.errors) >= _MOST_ERRORS:
            break
    return reader.snapshot()


def _line(plain: Mapping[str, Any]) -> str:
    return json_text(plain) + "\n"


def _key(rule: RuleKey) -> str:
    return f"{rule.ruleset}#{rule.code}"


_PARTS = tuple(field.name for field in fields(RecordedReason))


def _figure(figure: RecordedReason) -> dict[str, str]:
    return {name: text for name in _PARTS if (text := getattr(figure, name)) is not None}


def _content(path: Path) -> str:
    place = Place(str(path))
    try:
        return content_of(path, MOST_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        text = Text("tệp không phải văn bản UTF-8", "the file is not UTF-8 text")
        raise ReplayError(Diagnostic("NTM812", place, text)) from error
    except TooLargeError as error:
        text = Text(
            f"tệp quá lớn: {error.size} byte, tối đa {MOST_BYTES}",
            f"{error.size} bytes are too many: at most {MOST_BYTES}",
        )
        raise ReplayError(Diagnostic("NTM811", place, text)) from error
    except (OSError, ValueError) as error:
        why = why_not_read(error)
        text = Text(f"không đọc được: {why.vi}", f"cannot be read: {why.in_language('en')}")
        raise ReplayError(Diagnostic("NTM810", place, text)) from error


class _SnapshotReader:
    """Reads the lines of a snapshot and gathers the mistakes in them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._head: dict[str, Any] | None = None
        self._rules: dict[RuleKey, SnapshotRule] = {}
        self._decisions: dict[tuple[str, RuleKey], SnapshotDecision] = {}
        self.errors: list[Diagnostic] = []

    def take(self, number: int, line: str) -> None:
        try:
            plain = json.loads(line, object_pairs_hook=_unique)
            if not isinstance(plain, dict):
                raise MisfitError("một dòng phải là một đối tượng JSON", "a line must be a JSON object")
            if "snapshot" in plain or self._head is None:
                self._take_head(plain)
            elif "unit" in plain:
                decision = _decision(plain)
                _add(self._decisions, (decision.unit, decision.rule), decision)
            else:
                rule = _rule(plain)
                _add(self._rules, rule.rule, rule)
        except (ValueError, RecursionError) as error:
            complaint = complaint_of(error)
            text = Text(
                f"không phải một dòng của bản ghi kết quả: {complaint.vi}",
                f"not a line of a snapshot: {complaint.in_language('en')}",
            )
            self.errors.append(Diagnostic("NTM813", Place(self._file, number), text, source_line=line[:200]))

    def snapshot(self) -> Snapshot:
        if self._head is None and not self.errors:
            text = Text("tệp trống, không có bản ghi kết quả nào", "the file is empty: there is no snapshot in it")
            self.errors.append(Diagnostic("NTM814", Place(self._file), text))
        if self.errors or self._head is None:
            raise ReplayError(self.errors)
        head = self._head
        return Snapshot(
            head["as_of"],
            tuple(self._rules.values()),
            tuple(self._decisions.values()),
            head["known_on"],
            head["engine"],
            head["assessed"],
        )

    def _take_head(self, plain: Mapping[str, Any]) -> None:
        if self._head is not None:
            raise MisfitError("đã có dòng đầu", "there is a first line already")
        self._head = {"as_of": date.min, "known_on": None, "assessed": None, "engine": None}
        if plain.get("snapshot") != FORMAT:
            first = f"{{'snapshot': {FORMAT}, ...}}"
            raise MisfitError(f"dòng đầu phải là {first}", f"the first line must be {first}")
        _only(plain, ("snapshot", "as_of"), ("known_on", "assessed", "engine"))
        known_on, assessed = plain.get("known_on"), plain.get("assessed")
        if assessed is not None and (
            type(assessed) is not int or not 1 <= assessed <= day_from_plain(plain["as_of"]).year
        ):
            raise MisfitError(
                "assessed phải là một năm không sau năm của as_of", "assessed is not a year up to that of as_of"
            )
        self._head = {
            "as_of": day_from_plain(plain["as_of"]),
            "known_on": None if known_on is None else day_from_plain(known_on),
            "assessed": assessed,
            "engine": None if plain.get("engine") is None else _text(plain["engine"]),
        }


K = TypeVar("K")


def _add(known: dict[K, T], key: K, value: T) -> None:
    if key in known:
        raise MisfitError("một quy tắc hoặc kết quả được ghi hai lần", "the same rule or decision is recorded twice")
    known[key] = value


def _rule(plain: Mapping[str, Any]) -> SnapshotRule:
    _only(plain, ("rule", "version", "hash"))
    hash = _text(plain["hash"])
    if len(hash) != 64 or not _HEX.issuperset(hash):
        raise MisfitError("hash không phải là SHA-256", "hash is not a SHA-256")
    return SnapshotRule(_rule_key(plain["rule"]), day_from_plain(plain["version"]), hash)


def _decision(plain: Mapping[str, Any]) -> SnapshotDecision:
    _only(plain, ("unit", "rule", "outcome"), ("by",))
    by = plain.get("by", [])
    if not isinstance(by, list):
        raise MisfitError("by không phải là một danh sách", "by is not a list")
    outcome = next((outcome for outcome in Outcome if outcome.value == plain["outcome"]), None)
    if outcome is None:
        raise none_of("outcome", [outcome.value for outcome in Outcome])
    figures = tuple(_read_figure(figure) for figure in by)
    return SnapshotDecision(_text(plain["unit"]), _rule_key(plain["rule"]), outcome, figures)


def _read_figure(plain: object) -> RecordedReason:
    if not isinstance(plain, dict):
        raise MisfitError("một số liệu phải là một đối tượng JSON", "a figure must be a JSON object")
    _only(plain, (), tuple(field.name for field in fields(RecordedReason)))
    return RecordedReason(**{name: _text(text) for name, text in plain.items()})


def _only(plain: Mapping[str, Any], needed: tuple[str, ...], others: tuple[str, ...] = ()) -> None:
    for name in needed:
        if name not in plain:
            raise MisfitError(f"thiếu {name}", f"{name} is missing")
    for name in plain:
        if name not in (*needed, *others):
            raise MisfitError(f"{name!r} không được có ở đây", f"{name!r} has no place here")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        raise MisfitError("một tên được ghi hai lần", "a name stands twice")
    return plain


def _text(plain: object) -> str:
    if not isinstance(plain, str) or len(plain) > _LONGEST_TEXT:
        raise MisfitError("phải là một văn bản", "a text is needed")
    return plain


def _rule_key(plain: object) -> RuleKey:
    return RuleKey.parse(_text(plain))
