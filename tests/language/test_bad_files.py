"""Every kind of mistake in a rule file: its code, exactly where it is, and what is said in both languages.

In the files below «» stand around what the caret must underline; they are taken out before the file is checked.
"""

import unicodedata
from pathlib import Path

import pytest
from attrs import field, frozen

from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.model.problem import Severity

_HEAD = """\
ruleset: vn/test
version: 2024-01-01
title: Thử
applies_to: commune
instrument: {number: 1/QĐ}
"""
_LAST = """\
criteria:
  - code: "1"
    name: Một
    provenance: {status: recalled}
    indicators:
      - {code: "1.1", name: Nước, measure: clean_water, at_least: 90, provenance: {status: recalled}}
  - {code: "2", name: Hai, measure: houses, equals: 0, provenance: {status: recalled}}
"""


@frozen
class Case:
    """A file with a mistake: its code, the file with «what is underlined», a piece of the message and help in each language,
    and the codes of what else it leads to."""

    name: str
    code: str
    text: str
    vi: str
    en: str
    also: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    related: int = field(default=0)


def _file(name: str, code: str, text: str, vi: str, en: str, *also: str, related: int = 0) -> Case:
    return Case(name, code, text, vi, en, also, related=related)


def _heading(name: str, code: str, line: str, vi: str, en: str, *also: str, related: int = 0) -> Case:
    """A line of the heading, in place of the one with the same key."""
    key = line.replace("«", "").replace("»", "").partition(":")[0]
    kept = "".join(f"{each}\n" for each in _HEAD.splitlines() if not each.startswith(f"{key}:"))
    return Case(name, code, f"{kept}{line}\n{_LAST}", vi, en, also, related=related)


def _asked(name: str, code: str, condition: str, vi: str, en: str, *also: str, related: int = 0) -> Case:
    """A condition in the recognition."""
    text = f"{_HEAD}recognition:\n  provenance: {{status: recalled}}\n  all_of:\n    - {condition}\n{_LAST}"
    return Case(name, code, text, vi, en, also, related=related)


def _threshold(name: str, code: str, threshold: str, vi: str, en: str) -> Case:
    """A threshold outside braces, where a comma ends nothing."""
    asked = f"recognition:\n  provenance: {{status: recalled}}\n  measure: clean_water\n  at_least: {threshold}\n"
    return Case(name, code, f"{_HEAD}{asked}{_LAST}", vi, en)


def _rule(name: str, code: str, rule: str, vi: str, en: str, *also: str, related: int = 0) -> Case:
    """A third criterion."""
    return Case(name, code, f"{_HEAD}{_LAST}  - {rule}\n", vi, en, also, related=related)


def _measure(name: str, code: str, lines: str, vi: str, en: str, *also: str, related: int = 0) -> Case:
    """A catalogue of its own."""
    return Case(name, code, f"measures:\n{lines}\n", vi, en, also, related=related)


def _warning(case: Case) -> Case:
    return Case(case.name, case.code, case.text, case.vi, case.en, case.also, Severity.WARNING, case.related)


_KNOWN = "provenance: {status: recalled}"
_UNKNOWN = "content: unknown, provenance: {status: unknown}"
_NO_HOUSES = "measure: houses, equals: 0"
_UNKNOWN_CONTENT = "content: unknown, provenance: {status: unknown}"

READING = [
    _file("empty file", "NTM106", "", "không có nội dung", "is empty"),
    _file("comments only", "NTM106", "«#» chưa viết gì\n", "không có nội dung", "is empty"),
    _file(
        "tab in indentation", "NTM105", "title:\n«\t»vi: Thử\n", "Dùng dấu cách, không dùng Tab", "use spaces, not tabs"
    ),
    _file("tab after a colon", "NTM105", "title:«\t»Thử\n", "không dùng Tab", "not tabs"),
    _file("two documents", "NTM107", f"{_HEAD}{_LAST}«---»\na: 1\n", "tài liệu thứ hai", "a second document"),
    _file("anchor", "NTM108", f"{_HEAD}notes: [«&a x»]\n{_LAST}", "neo (anchor, dấu &)", "anchors (&)"),
    _file("alias", "NTM108", f"{_HEAD}notes: [«*a»]\n{_LAST}", '"*a"', "'*a'"),
    _file("tag", "NTM109", f"{_HEAD}notes: [«!!str x»]\n{_LAST}", "thẻ (tag, dấu !)", "tags (!) are not used"),
    _file("merge key", "NTM110", f"{_HEAD}«<<»: {{title: x}}\n{_LAST}", "Viết từng khóa ra", "write the keys out"),
    _file("duplicate key", "NTM111", f"{_HEAD}«title»: Hai\n{_LAST}", "lần đầu ở dòng 3", "first in line 3", related=1),
    _file("deep nesting", "NTM112", "[" * 40 + "«[»" + "[" * 9, "quá 40 tầng", "more than 40 levels"),
    _file("block nesting", "NTM112", "- " * 40 + "«-» a\n", "quá 40 tầng", "more than 40 levels"),
    _file(
        "unquoted colon", "NTM114", "name: «Tiêu chí: giao thông»\n", '"Tiêu chí: giao thông"', '"Tiêu chí: giao thông"'
    ),
    _file("key deeper than the one above", "NTM115", "a: 1\n  «b: 2»\n", "thụt vào", "indented"),
    _file("key less deep than its siblings", "NTM115", "a:\n    b: 1\n  «c: 2»\n", "thụt vào", "indented"),
    _file("open quote", "NTM116", "title: «'Thử»\nversion: 1\n", "không được đóng", "is not closed"),
    _file("open bracket", "NTM117", "title: «[»1, 2\nversion: 1\n", '"]"', "']'"),
    _file("open bracket at the end", "NTM117", "title: «[»\n", '"]"', "']'"),
    _file("open brace", "NTM117", "title: «{»vi: a: b}\n", '"}"', "'}'"),
    _file("no space after a colon", "NTM118", "«title:Thử»\nversion: 1\n", '"title: Thử"', "'title: Thử'"),
    _file("no colon", "NTM118", "version: 1\n«title Thử»\na: 1\n", "dấu hai chấm", "no colon"),
    _file("text that starts with @", "NTM119", "title: «@x»\n", '"@"', "'@'"),
    _file("sign of comparison", "NTM119", "at_least: «>= 90»\n", "at_least: 90", "at_least: 90"),
    _file("text that starts with a backtick", "NTM119", "title: «`x`»\n", '"`"', "'`'"),
    _file("list in a line", "NTM120", "title: «- a»\n", "Xuống dòng", "start a new line"),
    _file("list as a key", "NTM121", "«[»a]: 1\n", "khóa phải là một từ", "a key must be a word"),
    _file("directive", "NTM122", f"«%YAML 1.1»\n---\n{_HEAD}{_LAST}", "chỉ thị", "directives"),
    _file("backslash in double quotes", "NTM123", 'title: "a\\«q»"\n', "ngoặc đơn", "single quotes"),
    _file("text after a quote", "NTM124", 'title: "a" «b»\nx: 1\n', "Đặt cả câu", "put the whole text"),
    _file("zero-width space", "NTM104", f"{_HEAD}notes: [a«\u200b»b]\n{_LAST}", "U+200B", "U+200B"),
    _file("control character", "NTM104", f"{_HEAD}notes: [a«\x07»b]\n{_LAST}", "U+0007", "U+0007"),
    _file("NUL", "NTM104", "a«\0»: 1\n", "U+0000", "U+0000"),
    _file(
        "an invisible character as an escape", "NTM104", f'{_HEAD}notes: [«"a\\u202eb"»]\n{_LAST}', "U+202E", "U+202E"
    ),
]

HEADING = [
    _file("list at the top", "NTM201", "«-» a\n- b\n", "các dòng “khóa: giá trị”", "'key: value' lines are needed"),
    _file("text at the top", "NTM201", "«bộ tiêu chí»\n", "bộ tiêu chí", "'key: value' lines are needed"),
    _file(
        "unknown kind of file", "NTM220", "«rulset»: vn/a\n", 'Gần đúng nhất: "ruleset".', "nearest known key: ruleset"
    ),
    _file("unknown kind, nothing near", "NTM220", "«xyzzy»: vn/a\n", "ruleset, amends", "ruleset, amends, specialises"),
    _heading("unknown key", "NTM205", "«titel»: Thử", 'Gần đúng nhất: "title".', "nearest known key: title"),
    _heading(
        "unknown key, nothing near", "NTM205", "«xyzzy»: 1", "Khóa dùng được: ruleset, version", "known keys: ruleset"
    ),
    _file(
        "missing key",
        "NTM206",
        f"{_HEAD.replace('title: Thử', '').replace('ruleset', '«ruleset»', 1)}{_LAST}",
        '"title"',
        "'title'",
    ),
    _heading(
        "bad ruleset id", "NTM216", "ruleset: «Xã NTM»", "Viết như vn/commune-ntm", "write it like vn/commune-ntm"
    ),
    _heading("path in a ruleset id", "NTM216", "ruleset: «../../etc/passwd»", "mã bộ tiêu chí", "a ruleset's id"),
    _heading("Vietnamese date", "NTM213", "version: «15/4/2022»", "Gần đúng nhất: 2022-04-15", "nearest: 2022-04-15"),
    _heading("day that there is not", "NTM213", "version: «2022-02-30»", "năm-tháng-ngày", "year-month-day"),
    _heading("empty value", "NTM204", "«title»:", "để trống", "is empty"),
    _heading("null", "NTM204", "title: «~»", "để trống", "is empty"),
    _heading("list for a text", "NTM203", "title: «[a, b]»", "không phải một danh sách", "not a list"),
    _heading("text for a mapping", "NTM201", "instrument: «1/QĐ»", '"1/QĐ"', "'1/QĐ'"),
    _heading("comma inside braces", "NTM205", "title: {vi: nhà tạm, «nhà dột nát»}", "trong ngoặc kép", "in quotes"),
    _heading("text without Vietnamese", "NTM206", "title: {«en»: Test}", '"vi"', "'vi'"),
    _heading("Vietnamese yes", "NTM214", "basically_met: «có»", "Gần đúng nhất: yes", "nearest: yes"),
    _heading("neither yes nor no", "NTM214", "basically_met: «2»", "yes, no", "known words: yes, no"),
    _warning(
        _heading(
            "slip in a kind of unit",
            "NTM317",
            "applies_to: «comune»",
            '"commune" (xã)',
            "nearest known kind of unit: commune",
        )
    ),
    _heading(
        "until before version", "NTM315", "until: «2023-12-31»", "trước ngày bắt đầu", "before it begins (version)"
    ),
    _heading("criteria that are no list", "NTM202", "notes: «một ghi chú»", '"- "', "'- '"),
    _heading("empty list", "NTM219", "notes: «[]»", "danh sách trống", "the list is empty"),
]

RULES = [
    _rule("unquoted code", "NTM210", f"{{code: «3.10», name: Ba, {_UNKNOWN}}}", 'Viết "3.10"', 'write "3.10"'),
    _rule("unquoted whole code", "NTM210", f"{{code: «3», name: Ba, {_UNKNOWN}}}", "trong ngoặc kép", "in quotes"),
    _rule("code that YAML reads as yes", "NTM210", f"{{code: «on», name: Ba, {_UNKNOWN}}}", "yes hoặc no", "yes or no"),
    _rule("code with a space", "NTM216", f'{{code: «"3 a"», name: Ba, {_UNKNOWN}}}', "dấu cách", "no spaces"),
    _rule("code of a conclusion", "NTM319", f"{{code: «recognition», name: Ba, {_UNKNOWN}}}", "dành riêng", "reserved"),
    _rule(
        "duplicate code",
        "NTM308",
        f'{{code: «"1.1"», name: Ba, {_NO_HOUSES}, {_KNOWN}}}',
        "lần đầu ở dòng 11",
        "first in line 11",
        related=1,
    ),
    _warning(
        _rule(
            "short name no shorter",
            "NTM425",
            f'{{code: «"3"», name: Nhà ở, short: Nhà ở dân cư, {_UNKNOWN_CONTENT}}}',
            "không ngắn hơn",
            "no shorter",
        )
    ),
    _warning(
        _rule(
            "short name given twice",
            "NTM426",
            f'{{code: "3", name: Nhà ở, short: N, {_UNKNOWN_CONTENT}}}\n'
            f'  - {{code: «"4"», name: Nước, short: N, {_UNKNOWN_CONTENT}}}',
            "tiêu chí 4 và 3",
            "criteria 4 and 3",
        )
    ),
    _warning(
        _rule(
            "indicator numbered elsewhere",
            "NTM320",
            f'{{code: "3", name: Ba, {_KNOWN}, indicators: [{{code: «"4.1"», name: x, {_NO_HOUSES}, {_KNOWN}}}]}}',
            "không bắt đầu bằng",
            "does not start with",
        )
    ),
    _rule(
        "indicators and condition",
        "NTM222",
        f'{{code: "3", name: B, {_KNOWN}, «content»: unknown, indicators: [{{code: "3.1", name: x, {_NO_HOUSES}, {_KNOWN}}}]}}',
        "Giữ một trong hai",
        "keep one",
    ),
    _rule(
        "criterion without anything",
        "NTM223",
        f'{{«code»: "3", name: Ba, {_KNOWN}}}',
        "content: unknown",
        "content: unknown",
    ),
    _rule(
        "indicator without condition",
        "NTM209",
        f'{{code: "3", name: Ba, {_KNOWN}, indicators: [{{«code»: "3.1", name: x, {_KNOWN}}}]}}',
        "không có điều kiện nào",
        "there is no condition",
    ),
    _rule(
        "rule without provenance", "NTM206", f'{{«code»: "3", name: Ba, {_NO_HOUSES}}}', '"provenance"', "'provenance'"
    ),
    _rule(
        "slip in a status",
        "NTM215",
        f'{{code: "3", name: Ba, {_NO_HOUSES}, provenance: {{status: «recaled»}}}}',
        'Gần đúng nhất: "recalled".',
        "nearest known word: recalled",
    ),
    _rule(
        "confidence that is no word for it",
        "NTM215",
        f'{{code: "3", name: Ba, {_NO_HOUSES}, provenance: {{status: recalled, confidence: «sure»}}}}',
        "high, medium, low",
        "high, medium, low",
    ),
    _rule(
        "read without url",
        "NTM416",
        f'{{code: "3", name: Ba, {_NO_HOUSES}, provenance: {{status: «read»}}}}',
        "phải có url",
        "needs the url",
    ),
    _rule(
        "plan without cite",
        "NTM417",
        f'{{code: "3", name: Ba, {_NO_HOUSES}, provenance: {{status: «plan»}}}}',
        "phải có cite",
        "needs a cite",
    ),
    _rule(
        "unknown provenance of known content",
        "NTM414",
        f'{{code: "3", name: Ba, {_NO_HOUSES}, provenance: {{status: «unknown»}}}}',
        "content: unknown",
        "content: unknown",
    ),
    _rule(
        "unknown provenance of known points",
        "NTM414",
        '{code: "3", name: Ba, points: {measure: houses}, maximum: 5, provenance: {status: «unknown»}}',
        "content: unknown",
        "content: unknown",
    ),
    _rule(
        "unknown content recalled",
        "NTM415",
        '{code: "3", name: Ba, content: unknown, provenance: {status: «recalled»}}',
        "status: unknown",
        "cannot have status: recalled",
        related=1,
    ),
    _rule(
        "criteria in a criterion",
        "NTM413",
        f'{{code: "3", name: Ba, criteria: «all», {_KNOWN}}}',
        "recognition, maintenance",
        "recognition, maintenance",
    ),
    _rule(
        "a unit above that does not stand above",
        "NTM451",
        f'{{code: "3", name: Ba, attained: vn/commune-ntm, of: «commune», {_KNOWN}}}',
        "commune không phải là cấp trên của commune",
        "does not stand above",
    ),
    _rule(
        "a unit that stands above its own, and not above its members",
        "NTM451",
        '{code: "3", name: Ba, members: village, count_at_least: 1, '
        f"meeting: {{attained: vn/commune-ntm, of: «village»}}, {_KNOWN}}}",
        "village không phải là cấp trên của village",
        "does not stand above",
        "NTM318",
    ),
    _rule(
        "criteria in applies_when",
        "NTM413",
        f'{{code: "3", name: Ba, {_NO_HOUSES}, applies_when: {{criteria: «all»}}, {_KNOWN}}}',
        "recognition",
        "recognition",
    ),
    _rule(
        "unknown key in a rule",
        "NTM205",
        f'{{code: "3", «nmae»: Ba, name: Ba, {_NO_HOUSES}, {_KNOWN}}}',
        'Gần đúng nhất: "name".',
        "nearest known key: name",
    ),
]

CONDITIONS = [
    _asked(
        "unknown measure",
        "NTM301",
        "{measure: «clean_watr», at_least: 90}",
        '"clean_water" (Tỷ lệ hộ sử dụng nước sạch, %)',
        "nearest known measure: clean_water (Households with clean water, %)",
    ),
    _asked(
        "unknown measure, nothing near",
        "NTM301",
        "{measure: «xyzzy», at_least: 90}",
        "Chỉ số dùng được: clean_water",
        "known measures: clean_water",
    ),
    _asked(
        "measure not as bytes of a file",
        "NTM301",
        f"{{measure: «{unicodedata.normalize('NFD', 'nước')}», at_least: 90}}",
        'không có chỉ số "nước"',
        "unknown measure 'nước'",
    ),
    _asked("unknown attribute", "NTM302", "{attribute: «regoin», equals: delta}", '"region" (Vùng)', "region (Region)"),
    _asked(
        "unknown value of an attribute",
        "NTM303",
        "{attribute: region, one_of: [delta, «cost»]}",
        '"coast" (Ven biển)',
        "coast (Coast)",
    ),
    _asked(
        "unknown value in by",
        "NTM303",
        "{measure: clean_water, at_least: {by: region, «dleta»: 80, otherwise: 90}}",
        '"delta" (Đồng bằng)',
        "delta (Delta)",
    ),
    _asked(
        "unknown attribute in by",
        "NTM302",
        "{measure: clean_water, at_least: {by: «area», delta: 80}}",
        "không có thuộc tính",
        "unknown attribute",
    ),
    _asked("unknown level", "NTM304", "{measure: order, at_least: «fare»}", '"fair" (Khá)', "fair (Fair)"),
    _asked(
        "unknown ruleset",
        "NTM305",
        "{attained: «vn/comune-ntm»}",
        '"vn/commune-ntm" (Xã nông thôn mới)',
        "vn/commune-ntm (New rural commune)",
    ),
    _asked(
        "unknown rule of a ruleset",
        "NTM306",
        '{attained: «"vn/commune-ntm#1.2"»}',
        "Mã dùng được: 1.1, 1, recognition",
        "known codes: 1.1, 1, recognition",
    ),
    _asked("no rule key", "NTM211", "{attained: «17»}", "bộ-tiêu-chí#mã", "ruleset#code"),
    _asked(
        "own criterion that there is not",
        "NTM307",
        '{criteria: attained, count_at_least: 1, of: ["1", «"10"»]}',
        "Mã dùng được: 1, 2",
        "known codes: 1, 2",
    ),
    _asked(
        "indicator for a criterion",
        "NTM307",
        '{criteria: attained, including_any_of: [«"1.1"»]}',
        'tiêu chí "1"',
        "criterion '1'",
    ),
    _asked(
        "code listed twice", "NTM233", '{criteria: attained, count_at_least: 1, of: ["1", «"1"»]}', "hai lần", "twice"
    ),
    _asked(
        "unquoted code in a list",
        "NTM210",
        "{criteria: attained, count_at_least: 1, of: [«1»]}",
        "trong ngoặc kép",
        "in quotes",
    ),
    _asked("no operator", "NTM224", "{«measure»: clean_water}", "chưa ghi cách so sánh", "no comparison is given"),
    _asked(
        "slip in an operator",
        "NTM205",
        "{measure: clean_water, at_least: 5, «at_lest»: 90}",
        'Gần đúng nhất: "at_least".',
        "nearest known key: at_least",
    ),
    _asked(
        "key of another form",
        "NTM207",
        "{measure: clean_water, at_least: 5, «share_at_least»: 90}",
        'không đi cùng "measure"',
        "does not go with 'measure'",
    ),
    _asked(
        "two conditions side by side",
        "NTM208",
        "{measure: clean_water, at_least: 5, «attained»: vn/commune-ntm}",
        "all_of",
        "all_of",
        related=1,
    ),
    _asked("no condition", "NTM209", "{«at_least»: 5}", "một trong các khóa", "one of the keys"),
    _asked("condition that is a word", "NTM201", "«unknown»", "một điều kiện", "a condition"),
    _asked("number with a comma, in quotes", "NTM405", '{measure: clean_water, at_least: «"3,5"»}', "3.5", "3.5"),
    _threshold("number with a comma", "NTM211", "«3,5»", "dấu chấm cho phần thập phân: 3.5", "after a point: 3.5"),
    _threshold("letter in a number", "NTM211", "«95,1o»", "Gần đúng nhất: 95.1", "nearest: 95.1"),
    _asked("comma of a number inside braces", "NTM205", "{measure: clean_water, at_least: 3,«5»}", "3.5", "3.5"),
    _asked("percent sign", "NTM211", "{measure: clean_water, at_least: «85%»}", "Bỏ dấu %: 85", "leave the % out: 85"),
    _asked("thousands", "NTM211", "{measure: income, at_least: «1.234.567»}", "1234567", "1234567"),
    _asked("exponent", "NTM211", "{measure: income, at_least: «1e3»}", "số mũ", "exponent"),
    _asked(
        "sign of comparison in quotes",
        "NTM405",
        '{measure: income, at_least: «">= 90"»}',
        "at_least: 90",
        "at_least: 90",
    ),
    _asked(
        "number in quotes",
        "NTM405",
        '{measure: income, at_least: «"90"»}',
        "Bỏ ngoặc kép: 90",
        "leave the quotes out: 90",
    ),
    _asked("too many digits", "NTM226", f"{{measure: income, at_least: «{'9' * 31}»}}", "30 chữ số", "30 digits"),
    _asked("threshold that is a list", "NTM203", "{measure: income, at_least: «[90]»}", "một ngưỡng", "a threshold"),
    _asked(
        "threshold that is no form of one",
        "NTM225",
        "{measure: income, at_least: «{from: 90}»}",
        "đây không phải là một ngưỡng",
        "not a threshold",
    ),
    _asked(
        "by without cases", "NTM232", "{measure: income, at_least: {by: «region»}}", "không có trường hợp", "no cases"
    ),
    _asked(
        "by that repeats a value",
        "NTM111",
        "{measure: clean_water, at_least: {by: region, delta: 1, «delta»: 2, otherwise: 3}}",
        "hai lần",
        "twice",
        related=1,
    ),
    _asked(
        "by that leaves regions out",
        "NTM407",
        "{measure: clean_water, at_least: {by: «region», delta: 80}}",
        "mountains (Trung du miền núi), coast (Ven biển)",
        "mountains (Mountains), coast (Coast)",
    ),
    _asked(
        "year that is none", "NTM211", "{measure: income, at_least: {by: year, «22»: 39}}", "bốn chữ số", "four digits"
    ),
    _asked("above the maximum", "NTM401", "{measure: clean_water, at_least: «120»}", "từ 0 đến 100%", "0 to 100%"),
    _asked(
        "below the minimum",
        "NTM401",
        "{measure: income, at_most: «-1»}",
        "từ 0 triệu đồng trở lên",
        "0 triệu đồng or more",
    ),
    _asked(
        "outside the bounds in a case",
        "NTM401",
        "{measure: clean_water, at_least: {by: year, 2024: «101», otherwise: 90}}",
        "từ 0 đến 100%",
        "0 to 100%",
    ),
    _asked(
        "too many decimals",
        "NTM402",
        "{measure: clean_water, at_least: «89.9955»}",
        "4 chữ số thập phân",
        "more decimals (4)",
    ),
    _asked(
        "thousands with one point", "NTM402", "{measure: houses, at_most: «1.234»}", "Nếu là 1234", "if 1234 is meant"
    ),
    _asked(
        "a round thousand",
        "NTM402",
        "{measure: houses, at_most: «1.000»}",
        "viết 1000;",
        "write 1000 for the whole number, 1",
    ),
    _asked(
        "thousands below zero", "NTM402", "{measure: houses, at_most: «-1.000»}", "viết -1000;", "-1 for the decimal"
    ),
    _asked(
        "a round thousand where there are decimals",
        "NTM402",
        "{measure: clean_water, at_least: {by: region, mountains: «39.000», otherwise: 40}}",
        "viết 39000; nếu là số thập phân, viết 39.",
        "write 39000 for the whole number, 39 for the decimal",
    ),
    _asked(
        "a round thousand in a year",
        "NTM402",
        "{measure: clean_water, at_least: {by: year, 2024: «12.500», otherwise: 40}}",
        "12.5",
        "12.5",
    ),
    _asked("a round thousand in a list", "NTM402", "{measure: houses, «one_of»: [1.000, 2]}", "1000", "1000"),
    _asked("a round thousand in quotes", "NTM405", '{measure: houses, at_most: «"1.000"»}', "viết 1000;", "write 1000"),
    _threshold("a round thousand with a comma", "NTM211", "«1,000»", "viết 1000; nếu là số thập phân, viết 1.", "1000"),
    _asked(
        "zeros where there are three decimals",
        "NTM243",
        "{measure: income, at_least: «39.000»}",
        "39.000 có hai cách đọc: 39000, hoặc 39",
        "39.000 can be read two ways: 39000, or 39",
    ),
    _asked(
        "thousands of a mean",
        "NTM243",
        "{members: commune, mean: houses, at_most: «1.250»}",
        "viết 1250; nếu là số thập phân, viết 1.25",
        "write 1250 for the whole number, 1.25",
    ),
    _asked(
        "thousands of a mean, which may be a decimal",
        "NTM243",
        "{members: commune, mean: houses, at_most: «1.234»}",
        "1.2340",
        "1.2340",
    ),
    _asked(
        "a round thousand of communes",
        "NTM409",
        "{members: commune, attained: vn/commune-ntm, count_at_least: «1.000»}",
        "viết 1000;",
        "write 1000",
    ),
    _asked(
        "a share of a round thousand",
        "NTM243",
        "{members: commune, attained: vn/commune-ntm, share_at_least: «50.000»}",
        "viết 50000;",
        "50 for the decimal",
    ),
    _asked(
        "n of a round thousand",
        "NTM211",
        "{at_least_n: {n: «1.000», of: [{measure: houses, equals: 0}]}}",
        "viết 1000;",
        "write 1000",
    ),
    _asked(
        "zeros at the end", "NTM402", "{measure: houses, at_most: «95.0»}", "Viết 95:", "write 95, without the zeros"
    ),
    _asked(
        "more zeros than decimals", "NTM402", "{measure: clean_water, at_least: «90.5000»}", "Viết 90.5:", "write 90.5,"
    ),
    _asked(
        "comparison of a finding", "NTM403", "{measure: food_safety, «at_least»: 90}", "required: yes", "required: yes"
    ),
    _asked(
        "finding equals met",
        "NTM403",
        "{measure: food_safety, «equals»: đạt}",
        "Gần đúng nhất: required: yes",
        "nearest: required: yes",
    ),
    _asked("required of a number", "NTM404", "{measure: clean_water, «required»: yes}", "là con số", "is a number"),
    _asked(
        "required of levels", "NTM404", "{measure: order, «required»: yes}", "chỉ số có mức", "a measure with levels"
    ),
    _asked("level of a number", "NTM405", "{measure: clean_water, at_least: «good»}", "là một con số", "is a number"),
    _asked("number of levels", "NTM406", "{measure: order, at_least: «2»}", "weak, fair, good", "weak, fair, good"),
    _asked(
        "share above 100",
        "NTM408",
        "{members: commune, attained: vn/commune-ntm, share_at_least: «110»}",
        "từ 0 đến 100",
        "from 0 to 100",
    ),
    _asked(
        "share that is a word",
        "NTM408",
        "{members: commune, attained: vn/commune-ntm, share_at_least: «all»}",
        "all",
        "all",
    ),
    _asked(
        "half a commune",
        "NTM409",
        "{members: commune, attained: vn/commune-ntm, count_at_least: «1.5»}",
        "số nguyên",
        "whole number",
    ),
    _asked(
        "n above the number of parts",
        "NTM410",
        "{at_least_n: {n: «3», of: [{measure: houses, equals: 0}]}}",
        "từ 1 đến 1",
        "from 1 to 1",
    ),
    _asked(
        "n above the number of parts, of at_most_n",
        "NTM410",
        "{at_most_n: {n: «3», of: [{measure: houses, equals: 0}]}}",
        "từ 1 đến 1",
        "from 1 to 1",
    ),
    _asked(
        "n that is no number",
        "NTM211",
        "{at_least_n: {n: «two», of: [{measure: houses, equals: 0}]}}",
        "số nguyên",
        "whole number",
    ),
    _asked("no parts", "NTM219", "{any_of: «[]»}", "danh sách trống", "list is empty"),
    _asked(
        "no bound on members",
        "NTM231",
        "{members: commune, «attained»: vn/commune-ntm}",
        "share_at_least",
        "share_at_least",
    ),
    _asked("no bound on criteria", "NTM231", "{«criteria»: attained}", "count_at_least", "count_at_least"),
    _asked(
        "bound on all criteria",
        "NTM235",
        "{criteria: all, «count_at_least»: 1}",
        "criteria: attained",
        "criteria: attained",
    ),
    _asked("members without a question", "NTM224", "{«members»: commune}", "attained, meeting", "attained, meeting"),
    _asked(
        "relative to another unit of measurement",
        "NTM411",
        "{measure: clean_water, at_least: {measure: «income», of: province}}",
        "(%; triệu đồng)",
        "(%; triệu đồng)",
    ),
    _asked(
        "a band that nothing falls in",
        "NTM172",
        "{measure: clean_water, at_least: {«by»: {measure: houses, bands: "
        "[{less_than: 9, require: 80}, {less_than: 5, require: 90}]}, otherwise: 95}}",
        "5 đứng sau 9",
        "5 stands after 9",
    ),
    _asked(
        "a band without a comparison",
        "NTM173",
        "{measure: clean_water, at_least: {by: {measure: houses, bands: [«{require: 80}»]}, otherwise: 95}}",
        "không phải 0",
        "not 0",
    ),
    _asked(
        "nothing asked at all",
        "NTM484",
        "{measure: clean_water, at_least: «no_limit»}",
        "không yêu cầu gì",
        "asks for nothing",
    ),
    _asked(
        "nothing asked of a change",
        "NTM485",
        "{measure: income, since: 2023-12-31, increased_by_at_least: {by: region, delta: 3, otherwise: «no_limit»}}",
        "any_of",
        "any_of",
    ),
    _asked(
        "nothing asked by the year of a figure",
        "NTM486",
        "{measure: clean_water, at_least: {by: year, 2022: «no_limit», otherwise: 90}}",
        "assessed_year",
        "assessed_year",
    ),
    _asked(
        "a change in per cent of what may be below 0",
        "NTM487",
        "{measure: houses, since: 2023-12-31, increased_by_share_at_least: «10»}",
        "có thể âm",
        "may be below 0",
    ),
    _asked(
        "a change by another figure in per cent",
        "NTM488",
        "{measure: clean_water, since: 2023-12-31, increased_by_share_at_least: {«measure»: clean_water, of: province}}",
        "con số ghi sẵn",
        "a printed number",
    ),
    _asked(
        "a weight without a share",
        "NTM489",
        "{members: commune, attained: vn/commune-ntm, count_at_least: 1, «weighted_by»: clean_water}",
        "tỷ lệ",
        "a share",
    ),
    _asked(
        "a weight that may be below 0",
        "NTM490",
        "{members: commune, attained: vn/commune-ntm, share_at_least: 80, weighted_by: «houses»}",
        "có thể âm",
        "may be below 0",
    ),
    _asked(
        "weights beside a figure over members",
        "NTM207",
        "{members: commune, mean: clean_water, at_least: 80, «weighted_by»: clean_water}",
        "weighted_by",
        "among",
    ),
    _asked(
        "a share against a number of members",
        "NTM492",
        "{members: commune, attained: vn/commune-ntm, «share_at_least»: {members: village, attained: vn/commune-ntm}}",
        "count_at_least",
        "count_at_least",
    ),
    _asked(
        "a figure against a number of members",
        "NTM493",
        "{measure: clean_water, at_least: {«members»: village, attained: vn/commune-ntm}}",
        "members:",
        "members:",
    ),
    _asked(
        "a number of members by case",
        "NTM493",
        "{members: commune, attained: vn/commune-ntm, count_at_least:"
        " {by: region, delta: {«members»: village, attained: vn/commune-ntm}, otherwise: 1}}",
        "applies_when",
        "applies_when",
    ),
    _asked(
        "no members counted as attained",
        "NTM494",
        "{members: commune, attained: vn/commune-ntm, count_at_least:"
        " {members: commune, attained: vn/commune-ntm, if_none: «attained»}}",
        "zero",
        "zero",
    ),
    _asked(
        "a number of members of nothing",
        "NTM224",
        "{members: commune, attained: vn/commune-ntm, count_at_least: {«members»: commune}}",
        "meeting",
        "meeting",
    ),
    _asked(
        "a multiple of nothing",
        "NTM170",
        "{measure: clean_water, at_least: {«times»: 1.1}}",
        "of: {threshold:",
        "of: {threshold:",
    ),
    _asked(
        "a multiple by nothing",
        "NTM171",
        "{measure: clean_water, at_least: {times: «0», measure: clean_water}}",
        "lớn hơn 0",
        "must be above 0",
    ),
    _asked(
        "the threshold of a rule that sets none for it",
        "NTM470",
        "{measure: income, at_least: {«threshold»: vn/commune-ntm#1.1}}",
        "đặt 0 mức",
        "sets 0 thresholds",
    ),
    _asked(
        "a multiple of a level",
        "NTM412",
        "{measure: order, at_least: {«times»: 2, of: good}}",
        "không phải con số",
        "not a number",
    ),
    _asked(
        "relative to another type",
        "NTM411",
        "{measure: clean_water, at_least: {measure: «order», of: province}}",
        "chỉ số có mức",
        "a measure with levels",
    ),
    _asked(
        "mean of levels",
        "NTM412",
        "{members: commune, mean: «order», at_least: 1}",
        "không phải con số",
        "not a number",
    ),
    _asked(
        "change of a finding",
        "NTM412",
        "{measure: food_safety, since: 2023-12-31, «increased_by_at_least»: 1}",
        "thay đổi theo thời gian",
        "change over time",
    ),
    _asked(
        "change without a date",
        "NTM234",
        "{measure: income, «increased_by_at_least»: 1}",
        "since: 2023-12-31",
        "since: 2023-12-31",
    ),
    _asked("date without a change", "NTM234", "{measure: income, «since»: 2023-12-31}", "đi cùng nhau", "go together"),
    _asked(
        "ruleset for another kind of unit",
        "NTM318",
        "{members: village, attained: «vn/commune-ntm», count_at_least: 1}",
        'không phải "village"',
        "not to 'village'",
    ),
    _asked(
        "content that is not unknown",
        "NTM215",
        "{content: «unknow»}",
        'Gần đúng nhất: "unknown".',
        "nearest known word: unknown",
    ),
    _asked(
        "no number of years",
        "NTM160",
        "{measure: clean_water, at_least: 90, in_each_of: {years: «0»}}",
        "từ 1 đến 30",
        "from 1 to 30",
    ),
    _asked(
        "each year and their mean",
        "NTM161",
        "{measure: clean_water, at_least: 90, in_each_of: {years: 2}, «mean_over»: {years: 2}}",
        "all_of",
        "all_of",
    ),
    _asked(
        "mean over years in a list",
        "NTM161",
        "{measure: clean_water, «one_of»: [90], mean_over: {years: 2}}",
        "one_of",
        "one_of",
    ),
    _asked(
        "mean of levels over years",
        "NTM162",
        "{measure: order, «at_least»: good, mean_over: {years: 2}}",
        "trung bình",
        "mean",
    ),
    _asked("value listed twice", "NTM233", "{measure: order, one_of: [good, «good»]}", "hai lần", "twice"),
    _warning(
        _asked(
            "more than everything",
            "NTM418",
            "{measure: clean_water, more_than: «100»}",
            "không đơn vị nào có thể đạt",
            "no unit can ever meet",
            "NTM342",
        )
    ),
    _warning(
        _asked(
            "more criteria than there are",
            "NTM418",
            "{criteria: attained, count_at_least: «3»}",
            "nhiều nhất là 2",
            "at most 2",
        )
    ),
    _asked(
        "recognition that rests on itself", "NTM312", "{attained: «vn/test»}", "vn/test → vn/test", "vn/test → vn/test"
    ),
    _asked(
        "circle through an own rule",
        "NTM312",
        '{all_of: [{criteria: all}, {attained: «"vn/test#recognition"»}]}',
        "vòng",
        "circle",
    ),
]

CATALOGUES = [
    _measure("bad id", "NTM216", "  «Nước sạch»: {name: Nước}", "chữ thường", "lower-case"),
    _measure("decimals beyond any", "NTM211", "  m: {name: x, decimals: «1000000000»}", "từ 0 đến 15", "from 0 to 15"),
    _measure("measure without a name", "NTM206", "  m: {«unit»: x}", '"name"', "'name'"),
    _measure(
        "unknown type", "NTM215", "  m: {name: M, type: «figure»}", "number, finding, level", "number, finding, level"
    ),
    _measure(
        "minimum above maximum",
        "NTM421",
        "  m: {name: M, minimum: «5», maximum: 1}",
        "lớn hơn maximum",
        "above maximum",
    ),
    _measure(
        "bound with more decimals", "NTM427", "  m: {name: M, maximum: «1.5»}", "decimals (0)", "'decimals' allows (0)"
    ),
    _measure("one group", "NTM491", "  m: {name: M, «groups»: {men: Nam}}", "ít nhất hai nhóm", "two or more"),
    _measure(
        "groups of a finding",
        "NTM491",
        "  m: {name: M, type: finding, «groups»: {men: Nam, women: Nữ}}",
        "con số",
        "a number",
    ),
    _measure("thousands as a bound", "NTM427", "  m: {name: M, maximum: «1.000»}", "viết 1000;", "write 1000"),
    _measure(
        "thousands as a bound with decimals",
        "NTM243",
        "  m: {name: M, decimals: 3, maximum: «100.000»}",
        "100.000 có hai cách đọc",
        "100.000 can be read two ways",
    ),
    _measure("thousands in quotes", "NTM211", '  m: {name: M, minimum: «"1.000"»}', "viết 1000;", "write 1000"),
    _measure("decimals of a thousand", "NTM211", "  m: {name: M, decimals: «1.000»}", "viết 1000;", "write 1000"),
    _measure(
        "finding with a unit",
        "NTM422",
        "  m: {name: M, type: finding, unit: «x»}",
        "chỉ dùng cho con số",
        "is for numbers",
    ),
    _measure(
        "levels of a finding", "NTM424", "  m: {name: M, type: finding, levels: «[a, b]»}", "type: level", "type: level"
    ),
    _measure("one level", "NTM423", "  m: {name: M, levels: «[a]»}", "ít nhất hai", "at least two"),
    _measure("level twice", "NTM233", "  m: {name: M, levels: [a, «a»]}", "hai lần", "twice"),
    _measure("level called unknown", "NTM319", "  m: {name: M, levels: [a, «unknown»]}", "dành riêng", "reserved"),
    _measure("unknown part", "NTM301", "  m: {name: M, derive: {sum: [«incom»]}}", '"income"', "income"),
    _measure(
        "derived from itself",
        "NTM313",
        "  «m»: {name: M, derive: {sum: [n]}}\n  n: {name: N, derive: {sum: [m]}}",
        "m → n → m",
        "m → n → m",
        related=1,
    ),
    _measure(
        "derived levels",
        "NTM419",
        "  m: {name: M, levels: [a, b], derive: «{sum: [income]}»}",
        "chỉ số có mức",
        "a measure with levels",
    ),
    _measure(
        "sum of different units",
        "NTM420",
        "  m: {name: M, unit: x, derive: {sum: [«income»]}}",
        "(x; triệu đồng)",
        "(x; triệu đồng)",
    ),
    _measure(
        "the key of before",
        "NTM150",
        "  m: {name: M, «always_applies»: yes}",
        "may_not_apply: và văn bản",
        "write may_not_apply: with the text",
    ),
    _measure(
        "no source and no yes",
        "NTM214",
        "  m: {name: M, may_not_apply: «có»}",
        "Gần đúng nhất: yes",
        "nearest: yes",
    ),
    _warning(
        _measure(
            "a part of a sum that may not apply",
            "NTM450",
            "  n: {name: N, may_not_apply: {vi: Nếu có, en: If any}}\n  m: {name: M, derive: {sum: [«n»]}}",
            "not_applicable: zero (tính là 0)",
            "write not_applicable: zero",
        )
    ),
    _measure(
        "a word for what a part counts as",
        "NTM215",
        "  m: {name: M, unit: triệu đồng, derive: {sum: [income], not_applicable: «zer»}}",
        "zero",
        "zero",
    ),
    _measure(
        "share of a finding",
        "NTM420",
        "  m: {name: M, derive: {share: [«food_safety», income]}}",
        "không phải con số",
        "not a number",
    ),
    _warning(
        _measure(
            "share of different things",
            "NTM428",
            "  m: {name: M, derive: {share: [«houses», income]}}",
            "khác đơn vị tính",
            "different units",
        )
    ),
    _measure(
        "share of three", "NTM203", "  m: {name: M, derive: {share: «[a, b, c]»}}", "[phần, toàn thể]", "[part, whole]"
    ),
    _measure(
        "unknown derivation",
        "NTM205",
        "  m: {name: M, derive: {«product»: [a]}}",
        "share, ratio, sum, difference, weights",
        "known keys: share, ratio, sum, difference, weights",
        "NTM203",
    ),
    _measure("unknown rounding", "NTM215", "  m: {name: M, round: {to: 1, mode: «halfup»}}", '"half_up"', "half_up"),
    _measure("decimals beyond reason", "NTM211", "  m: {name: M, decimals: «50»}", "từ 0 đến 15", "from 0 to 15"),
    _measure("unknown key in a measure", "NTM205", "  m: {name: M, «maximun»: 5}", '"maximum"', "maximum"),
    _file("attribute called year", "NTM319", "attributes:\n  «year»: {name: Năm}\n", "dành riêng", "reserved"),
    _file(
        "value called otherwise",
        "NTM319",
        "attributes:\n  a: {name: A, values: [x, «otherwise»]}\n",
        "dành riêng",
        "reserved",
    ),
    _file("value with a space", "NTM216", "attributes:\n  a: {name: A, values: [«hai chữ»]}\n", "dấu cách", "spaces"),
]

CASES = READING + HEADING + RULES + CONDITIONS + CATALOGUES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mistake(case: Case, tmp_path: Path, shipped: Path) -> None:
    text, line, column, underlined = _marked(case.text)
    path = tmp_path / "file.yaml"
    path.write_bytes(text.encode())
    found = check_paths([path], shipped=shipped)
    shown = "\n".join(each.render("vi") + "\n" + each.render("en") for each in found)
    assert sorted(each.code for each in found) == sorted((case.code, *case.also)), shown
    diagnostic = next(each for each in found if each.code == case.code)
    assert diagnostic.place is not None
    assert (diagnostic.place.file, diagnostic.place.line, diagnostic.place.column) == (str(path), line, column), shown
    if diagnostic.place.end_column is not None and underlined:
        source = text.split("\n")[line - 1]
        assert source[column - 1 : diagnostic.place.end_column - 1] == underlined
        assert diagnostic.source_line == source
    assert diagnostic.severity is case.severity
    assert len(diagnostic.related) == case.related
    assert case.vi in diagnostic.render("vi")
    assert case.en in diagnostic.render("en")


def _marked(text: str) -> tuple[str, int, int, str]:
    """The text without its marks, where the marked part begins, and the part."""
    if "«" not in text:
        return text, 1, 1, ""
    before, _, rest = text.partition("«")
    underlined = rest.partition("»")[0]
    return (
        text.replace("«", "").replace("»", ""),
        before.count("\n") + 1,
        len(before.rpartition("\n")[2]) + 1,
        underlined,
    )


def test_kinds_of_mistakes() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.code for case in CASES}) >= 60
