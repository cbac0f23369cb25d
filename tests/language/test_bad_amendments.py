"""Every kind of mistake in an amending or a specialising file, and in what plans ask: code, exact place, both languages.

As in `test_bad_files`, «» stand around what the caret must underline.
"""

from pathlib import Path

import pytest
from attrs import frozen

from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.model.place import Place

KNOWN = "provenance: {status: recalled}"
ASKED = f"measure: clean_water, at_least: 95, {KNOWN}"
HEAD = """\
amends: vn/commune-ntm
version: 2024-03-01
instrument: {number: 211/QĐ}
"""
LOWER = """\
specialises: vn/commune-ntm
ruleset: lai-chau/commune-ntm
version: 2022-09-27
title: Xã
instrument: {number: 1285/QĐ}
"""
PLAN = """\
ruleset: tam-duong/plan
version: 2024-01-01
title: Kế hoạch
applies_to: commune
instrument: {number: 1/KH}
criteria:
"""


@frozen
class Case:
    """A file with a mistake: its code, the file, a piece of what is said in each language, what else it leads to."""

    name: str
    code: str
    text: str
    vi: str
    en: str
    also: tuple[str, ...] = ()


def _change(name: str, code: str, change: str, vi: str, en: str, *also: str) -> Case:
    return Case(name, code, f"{HEAD}changes:\n  - {change}\n", vi, en, also)


def _lower(name: str, code: str, change: str, vi: str, en: str, *also: str) -> Case:
    return Case(name, code, f"{LOWER}changes:\n  - {change}\n", vi, en, also)


def _plan(name: str, code: str, asked: str, vi: str, en: str, *also: str) -> Case:
    return Case(name, code, f'{PLAN}  - {{code: "1", name: Một, {asked}, {KNOWN}}}\n', vi, en, also)


def _head(name: str, code: str, text: str, vi: str, en: str, *also: str) -> Case:
    return Case(name, code, f'{text}changes: [{{replace: "1.1", with: {{{ASKED}}}}}]\n', vi, en, also)


HEADINGS = [
    _head("missing version", "NTM206", "«amends»: vn/commune-ntm\ninstrument: {number: a}\n", "version", "'version'"),
    _head(
        "missing instrument", "NTM206", "«amends»: vn/commune-ntm\nversion: 2024-03-01\n", "instrument", "instrument"
    ),
    Case("no changes", "NTM206", HEAD.replace("amends", "«amends»"), '"changes"', "'changes'"),
    Case("empty changes", "NTM219", f"{HEAD}changes: «[]»\n", "các thay đổi", "changes"),
    _head("unknown key", "NTM205", f"{HEAD}«criteria»: []\n", "sửa đổi", "an amendment"),
    _head(
        "unknown ruleset",
        "NTM305",
        HEAD.replace("vn/commune-ntm", "«vn/comune-ntm»"),
        'Gần đúng nhất: "vn/commune-ntm" (Xã nông thôn mới).',
        "nearest known ruleset: vn/commune-ntm",
    ),
    _head(
        "nothing before", "NTM334", HEAD.replace("2024-03-01", "«2019-12-31»"), "không có gì để sửa", "nothing to amend"
    ),
    _head("same date", "NTM309", HEAD.replace("2024-03-01", "«2019-01-01»"), "ở hai tệp", "in two files"),
    _head("until before version", "NTM315", f"{HEAD}until: «2024-02-28»\n", "trước ngày", "before it begins (version)"),
    _head(
        "no id",
        "NTM206",
        LOWER.replace("ruleset: lai-chau/commune-ntm\n", "").replace("specialises", "«specialises»"),
        '"ruleset"',
        "'ruleset'",
    ),
    _head(
        "superior not in force yet",
        "NTM339",
        LOWER.replace("2022-09-27", "«2019-09-27»"),
        "chưa có phiên bản nào",
        "no version of vn/commune-ntm is in force yet",
    ),
    _head(
        "unknown superior", "NTM305", LOWER.replace(": vn/commune-ntm", ": «vn/comune-ntm»"), "Gần đúng nhất", "nearest"
    ),
    _head(
        "specialises itself",
        "NTM338",
        LOWER.replace("ruleset: lai-chau", "ruleset: vn").replace("s: vn/commune-ntm", "s: «vn/commune-ntm»", 1),
        "vn/commune-ntm → vn/commune-ntm",
        "vn/commune-ntm → vn/commune-ntm",
    ),
]

CHANGES = [
    _change("not a mapping", "NTM203", "«repeal»", "một thay đổi", "a change"),
    _change("unknown verb", "NTM240", '{«remove»: "1.1"}', "replace, insert, repeal", "replace, insert, repeal"),
    _change(
        "misspelt verb", "NTM240", '{«replase»: "1.1", with: {}}', 'Gần đúng nhất: "replace".', "nearest known verb"
    ),
    _change("two verbs", "NTM241", '{repeal: "1", «insert»: {}}', "hai việc", "two things in one change"),
    _change("key of another verb", "NTM207", '{repeal: "1", «in»: "1"}', '"in" không đi cùng', "'in' does not go with"),
    _change("unknown key of a change", "NTM205", '{repeal: "1", «why»: x}', '"why"', "'why'"),
    _change("replace without with", "NTM206", '{«replace»: "1.1"}', '"with"', "'with'"),
    _change("unquoted code", "NTM210", "{replace: «1.1», with: {" + ASKED + "}}", "ngoặc kép", "in quotes"),
    _change(
        "unknown code to replace",
        "NTM330",
        f'{{replace: «"1.12"», with: {{{ASKED}}}}}',
        'Gần đúng nhất: "1.1" (Nước).',
        "nearest known code: 1.1",
    ),
    _change("unknown code to repeal", "NTM330", '{repeal: «"7"»}', "Mã dùng được: 1, 1.1", "known codes: 1, 1.1"),
    _change("conclusion that is not there", "NTM330", "{repeal: «revocation»}", "revocation", "revocation"),
    _change("code inside with", "NTM205", f'{{replace: "1.1", with: {{«code»: "1.1", {ASKED}}}}}', '"code"', "'code'"),
    _change("no provenance", "NTM206", '{replace: "1.1", with: {«measure»: clean_water, at_least: 95}}', "nce", "nce"),
    _change("no condition", "NTM242", f'{{replace: "1.1", with: {{«name»: Nước, {KNOWN}}}}}', "thay toàn bộ", "whole"),
    _change(
        "indicators of an indicator",
        "NTM340",
        f'{{replace: "1.1", with: {{{KNOWN}, «indicators»: [{{code: "1.1.1", name: x, {ASKED}}}]}}}}',
        '"1.1" không có indicators được',
        "'1.1' cannot have indicators",
    ),
    _change(
        "unknown measure",
        "NTM301",
        f'{{replace: "1.1", with: {{measure: «clean», at_least: 1, {KNOWN}}}}}',
        "clean_water",
        "clean_water",
    ),
    _change(
        "code that is there",
        "NTM331",
        f'{{insert: {{code: «"1"», name: Hai, {ASKED}}}}}',
        "một mục replace",
        "an item with replace:",
    ),
    _change(
        "indicator that is there",
        "NTM331",
        f'{{insert: {{code: «"1.1"», name: x, {ASKED}}}, in: "1"}}',
        '"1.1"',
        "'1.1'",
    ),
    _change(
        "indicator of an inserted criterion that is there",
        "NTM331",
        f'{{insert: {{code: "2", name: x, {KNOWN}, indicators: [{{code: «"1.1"», name: x, {ASKED}}}]}}}}',
        '"1.1"',
        "'1.1'",
    ),
    _change(
        "into an unknown criterion",
        "NTM332",
        f'{{insert: {{code: "2.1", name: x, {ASKED}}}, in: «"2"»}}',
        'tiêu chí mã "2"',
        "no criterion '2'",
    ),
    _change(
        "into an indicator",
        "NTM332",
        f'{{insert: {{code: "1.2", name: x, {ASKED}}}, in: «"1.1"»}}',
        'mã của tiêu chí "1"',
        "criterion '1' is needed",
    ),
    _change(
        "after an unknown code",
        "NTM333",
        f'{{insert: {{code: "1.2", name: x, {ASKED}}}, in: "1", after: «"1.3"»}}',
        "Mã dùng được: 1.1",
        "known codes: 1.1",
    ),
    _change(
        "no condition inserted",
        "NTM209",
        f'{{insert: {{«code»: "1.2", name: x, {KNOWN}}}, in: "1"}}',
        "không có",
        "no condition",
    ),
    _change(
        "conclusion in a criterion",
        "NTM207",
        f'{{insert: {{code: maintenance, criteria: all, {KNOWN}}}, «in»: "1"}}',
        '"in" không đi cùng "maintenance"',
        "'in' does not go with 'maintenance'",
    ),
    _change("set with nothing", "NTM206", '{«set»: "1.1"}', '"to"', "'to'"),
    _change(
        "set of an unknown key",
        "NTM205",
        '{set: "1.1", to: {«at_leest»: 95}}',
        'Gần đúng nhất: "at_least".',
        "at_least",
    ),
    _change("set of the code", "NTM205", '{set: "1.1", to: {«code»: "1.2"}}', '"code"', "'code'"),
    _change("set of a list", "NTM203", "{set: «[1]», to: {at_least: 95}}", "một quy tắc", "a rule"),
    _change(
        "set of a threshold without a source",
        "NTM180",
        '{set: «"1.1"», to: {at_least: 95}}',
        "nguồn ghi kèm vẫn là của nội dung cũ",
        "still that of what it asked before",
    ),
    _change(
        "drop of what is not there",
        "NTM182",
        '{set: "1.1", drop: [«applies_wen»], to: {name: Nước sạch}}',
        'không có khóa "applies_wen"',
        "no key 'applies_wen'",
    ),
    _change(
        "drop of the comparison",
        "NTM224",
        f'{{set: «"1.1"», drop: [at_least], to: {{{KNOWN}}}}}',
        "cách so sánh",
        "no comparison is given",
    ),
    _change("set to what it is", "NTM183", '{set: «"1.1"», to: {at_least: 90}}', "y như cũ", "as it was"),
    _change(
        "a correction that asks more",
        "NTM181",
        f'{{correct: «"1.1"», to: {{at_least: 95, {KNOWN}}}}}',
        "làm đổi nội dung",
        "changes what it means",
    ),
    _change(
        "a correction that asks fewer units",
        "NTM181",
        '{correct: «"1.1"», to: {applies_when: {attribute: region, equals: delta}}}',
        "dùng set: hoặc replace:",
        "use set: or replace:",
    ),
    _change(
        "a correction of what a conclusion counts",
        "NTM181",
        f"{{correct: «recognition», to: {{criteria: attained, count_at_least: 1, {KNOWN}}}}}",
        "làm đổi nội dung",
        "changes what it means",
    ),
    _change("indicators set of an indicator", "NTM340", '{set: "1.1", to: {«indicators»: []}}', '"1.1"', "'1.1'"),
    _change("criterion left empty", "NTM336", '{repeal: «"1.1"»}', "cuối cùng", "the last indicator"),
    _change(
        "changed twice",
        "NTM337",
        f'{{replace: "1.1", with: {{{ASKED}}}}}\n  - {{repeal: «"1.1"»}}',
        "đã được sửa ở trên",
        "is changed above",
    ),
    _change(
        "numbered under another criterion",
        "NTM320",
        f'{{insert: {{code: «"2.1"», name: x, {ASKED}}}, in: "1"}}',
        "không bắt đầu bằng",
        "does not start with",
    ),
]

_NO_HOUSES = "{measure: houses, equals: 0}"
LESS = [
    _lower(
        "lower threshold",
        "NTM430",
        f'{{replace: "1.1", with: {{measure: clean_water, at_least: «85», {KNOWN}}}}}',
        "thấp hơn vn/commune-ntm#1.1",
        "asks for less than vn/commune-ntm#1.1",
    ),
    _lower(
        "lower in one case",
        "NTM430",
        f'{{replace: "1.1", with: {{measure: clean_water, «at_least»: {{by: region, delta: 80, otherwise: 95}}, {KNOWN}}}}}',
        "thấp hơn vn/commune-ntm#1.1",
        "asks for less than vn/commune-ntm#1.1",
    ),
    _lower(
        "another measure",
        "NTM430",
        f'{{replace: "1.1", with: {{measure: poor, «at_least»: 95, {KNOWN}}}}}',
        "thấp hơn vn/commune-ntm#1.1",
        "asks for less than vn/commune-ntm#1.1",
    ),
    _lower(
        "another way",
        "NTM430",
        f'{{replace: "1.1", with: {{«any_of»: [{{measure: clean_water, at_least: 95}}, {_NO_HOUSES}], {KNOWN}}}}}',
        "thấp hơn vn/commune-ntm#1.1",
        "asks for less than vn/commune-ntm#1.1",
    ),
    _lower("left out", "NTM433", '{repeal: «"1"»}', "vn/commune-ntm#1 không còn", "vn/commune-ntm#1 is left out"),
    _lower(
        "applies to fewer",
        "NTM434",
        f'{{replace: "1.1", with: {{{ASKED}, applies_when: {{attribute: region, «equals»: delta}}}}}}',
        "thu hẹp phạm vi áp dụng",
        "only some of the units",
    ),
    Case(
        "basically met counts",
        "NTM439",
        f'{LOWER}basically_met: «yes»\nchanges: [{{replace: "1.1", with: {{{ASKED}}}}}]\n',
        "không biết",
        "cannot be told",
    ),
    _lower(
        "recognised with fewer criteria",
        "NTM430",
        f"{{replace: recognition, with: {{criteria: «attained», count_at_least: 0, {KNOWN}}}}}",
        "thấp hơn vn/commune-ntm#recognition",
        "asks for less than vn/commune-ntm#recognition",
        "NTM440",
    ),
]

_OTHER = "criteria: attained, ruleset: vn/commune-ntm"
PLANS = [
    _plan(
        "another ruleset that is unknown",
        "NTM305",
        "criteria: all, ruleset: «vn/comune-ntm»",
        "Gần đúng nhất",
        "nearest known ruleset",
    ),
    _plan("own criteria", "NTM413", "criteria: «attained», count_at_least: 1", "chỉ dùng trong", "is for recognition"),
    _plan("too many criteria", "NTM418", f"{_OTHER}, count_at_least: «2»", "nhiều nhất là 1", "at most 1"),
    _plan(
        "unknown criterion", "NTM306", 'criteria: all, ruleset: vn/commune-ntm, of: [«"7"»]', "Mã dùng", "known codes"
    ),
    _plan(
        "indicator for a criterion",
        "NTM306",
        'criteria: all, ruleset: vn/commune-ntm, of: [«"1.1"»]',
        'mã của tiêu chí "1"',
        "criterion '1' is needed",
    ),
    _plan("since alone", "NTM234", f"{_OTHER}, «since»: 2023-12-31", "đi cùng nhau", "go together"),
    _plan("change alone", "NTM234", f"{_OTHER}, «increased_by_at_least»: 3", "đi cùng nhau", "go together"),
    _plan(
        "change of its own",
        "NTM206",
        "«criteria»: attained, since: 2023-12-31, increased_by_at_least: 3",
        '"ruleset"',
        "'ruleset'",
    ),
    _plan(
        "change of what is not attained",
        "NTM236",
        "criteria: «not_attained», ruleset: vn/commune-ntm, since: 2023-12-31, increased_by_at_least: 3",
        "không với not_attained",
        "not of not_attained",
    ),
    _plan(
        "change and count",
        "NTM207",
        f"{_OTHER}, since: 2023-12-31, increased_by_at_least: 3, «count_at_least»: 1",
        "không đi cùng",
        "does not go with",
    ),
    _plan("half a criterion", "NTM409", f"{_OTHER}, since: 2023-12-31, increased_by_at_least: «1.5»", "1.5", "1.5"),
    _plan(
        "compared with a finding",
        "NTM412",
        f"{_OTHER}, since: 2023-12-31, increased_by_at_least: {{measure: «food_safety»}}",
        "không phải con số",
        "not a number",
    ),
    _plan(
        "no units",
        "NTM219",
        "members: commune, attained: vn/commune-ntm, count_at_least: 1, only: «[]»",
        "mã đơn vị",
        "unit codes",
    ),
    _plan(
        "unit twice",
        "NTM233",
        "members: commune, attained: vn/commune-ntm, count_at_least: 1, only: [A, «A»]",
        "hai lần",
        "twice",
    ),
    _plan(
        "unit as a number",
        "NTM210",
        "members: commune, attained: vn/commune-ntm, count_at_least: 1, only: [«03385»]",
        "ngoặc kép",
        "in quotes",
    ),
    _plan(
        "only of the unit itself",
        "NTM207",
        "attained: vn/commune-ntm, «only»: [A]",
        "không đi cùng",
        "does not go with",
    ),
    _plan(
        "unknown commitment",
        "NTM215",
        "content: unknown, commitment: «xyz»",
        "maintain, attain",
        "maintain, attain",
        "NTM415",
    ),
    _plan(
        "commitment in Vietnamese",
        "NTM215",
        "content: unknown, commitment: «Duy trì»",
        "Gần đúng nhất: maintain",
        "nearest: maintain",
        "NTM415",
    ),
    _plan(
        "office that is no list", "NTM202", "content: unknown, responsible: «Phòng»", "các cơ quan", "offices", "NTM415"
    ),
    _plan(
        "circle over criteria",
        "NTM312",
        "criteria: «attained», ruleset: tam-duong/plan, count_at_least: 1",
        "plan#1 → tam",
        "plan#1 → tam",
    ),
    _plan(
        "circle over their change",
        "NTM312",
        "criteria: attained, ruleset: tam-duong/plan, since: 2024-06-30, «increased_by_at_least»: 1",
        "plan#1 → tam",
        "plan#1 → tam",
    ),
]

CASES = [*HEADINGS, *CHANGES, *LESS, *PLANS]
# A related place is the other file, or the other change.
WITH_RELATED = (
    "NTM309",
    "NTM331",
    "NTM336",
    "NTM337",
    "NTM241",
    "NTM180",
    "NTM181",
    "NTM183",
    *(f"NTM43{last}" for last in range(10)),
)

WITH_CAUSE = ("drop of the comparison",)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mistake(case: Case, tmp_path: Path, shipped: Path) -> None:
    before, _, rest = case.text.partition("«")
    text, underlined = case.text.replace("«", "").replace("»", ""), rest.partition("»")[0]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    if case.name == "same date":
        base = (shipped / "vn/commune-ntm/2020-01-01.yaml").read_text(encoding="utf-8")
        (tmp_path / "before.yaml").write_text(base.replace("2020-01-01", "2019-01-01"), encoding="utf-8")
    found = check_paths(sorted(tmp_path.iterdir()), shipped=shipped)
    shown = "\n".join(each.render("vi") + "\n" + each.render("en") for each in found)
    assert sorted(each.code for each in found) == sorted((case.code, *case.also)), shown
    diagnostic = next(each for each in found if each.code == case.code)
    assert diagnostic.place == Place(str(path), line, column, column + len(underlined)), shown
    assert case.vi in diagnostic.render("vi"), shown
    assert case.en in diagnostic.render("en"), shown
    assert bool(diagnostic.related) == (case.code in WITH_RELATED or case.name in WITH_CAUSE), shown


def test_every_mistake_of_an_amendment_is_tried() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    told = {case.code for case in CASES}
    elsewhere = {"NTM243", "NTM343", "NTM344", "NTM335", "NTM342", "NTM338", "NTM341"}
    elsewhere |= {"NTM435", "NTM436", "NTM437", "NTM438"}
    from ntm_rules.language.diagnostics.messages import MESSAGES

    assert {code for code in MESSAGES if code[:5] in ("NTM18", "NTM24", "NTM33", "NTM34", "NTM43")} - elsewhere <= told
