"""The files that `init` writes: a ruleset, its measures and cases, and a dossier, commented in the author's language."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from ..evolution.cases import grammar as case_keys
from ..exchange.layouts.keys import DOSSIER
from ..language.grammar import catalogues as catalogue_keys
from ..language.grammar import files as rule_keys
from ..language.grammar.conditions import CONDITIONS, MappingForm
from ..language.library import CASES_FOLDER, DOSSIER_FILE
from ..model.text import Language, Text
from ..model.units.kind import KINDS

SCHEMAS = ".schemas"
"""Folder of the schemas that the files name, for editors; hidden, for a dossier is beside it."""


@frozen
class Start:
    """The answers an author begins with: id and title of a ruleset, the kind of unit judged, its instrument and first day."""

    id: str
    title: str
    kind: str
    instrument: str
    version: date
    as_of: date
    language: Language

    @property
    def prefix(self) -> str:
        """The beginning of the ids of its measures."""
        name = re.sub(r"[^a-z0-9]+", "_", self.id.rpartition("/")[2]).strip("_")
        return name if name[:1].isalpha() else f"m_{name}".rstrip("_")


_RULES = Text(
    """\
# Một phiên bản của bộ tiêu chí; tên tệp là ngày có hiệu lực.
# Tên, ngưỡng và điều khoản dưới đây là ví dụ: thay bằng của văn bản.
# Trình soạn thảo có máy chủ ngôn ngữ YAML (VS Code: tiện ích "YAML") gợi ý và giải thích từng khóa.
# Sửa xong, chạy ở thư mục có dossier.yaml:  ntm-rules check .   ntm-rules test .   ntm-rules assess .
# Thêm chỉ số hay bộ tiêu chí thì ghi lại gợi ý:  ntm-rules schema ruleset measures cases dossier -o .schemas --with rulesets
""",
    """\
# One version of the ruleset; the file is named for the day it takes effect.
# Names, thresholds and clauses are examples: put those of the instrument.
# An editor with a YAML language server (VS Code: the extension "YAML") offers and explains every key.
# After a change, in the folder of dossier.yaml:  ntm-rules check .   ntm-rules test .   ntm-rules assess .
# With new measures or rulesets, write what is offered anew:
#   ntm-rules schema ruleset measures cases dossier -o .schemas --with rulesets
""",
)
_MEASURES = Text(
    "# Các chỉ số: điều được báo cáo về mỗi đơn vị, mà quy tắc đọc theo mã (measure: …).\n",
    "# The measures: what is reported of every unit, and read by rules by its id (measure: …).\n",
)
_CASES = Text(
    "# Trường hợp kiểm tra: với những gì đã biết, mỗi quy tắc phải cho kết quả nào.\n"
    "# Nên có một trường hợp ở đúng mỗi ngưỡng, và một trường hợp ngay dưới.\n"
    "# Còn thiếu trường hợp nào:  ntm-rules test . --coverage\n",
    "# Cases: what each rule must come to with what is given.\n"
    "# There should be one exactly at each threshold, and one just below it.\n"
    "# Which are missing:  ntm-rules test . --coverage\n",
)
_DOSSIER = Text(
    "# Hồ sơ đánh giá: các đơn vị ở units.csv, số liệu ở facts*.csv (hoặc .xlsx).\n",
    "# The dossier of an assessment: units are in units.csv, figures in facts*.csv (or .xlsx).\n",
)
_RULESET_FILE = """\
ruleset: {id}  #?
version: {version}  #?
title: {title}  #?
applies_to: {kind}  #?
instrument: {{number: {instrument}}}  #?
recognition:  #?
  criteria: all  #?
  provenance: {provenance}  #?
criteria:  #?
  - code: "1"  #?
    name: {{vi: Quy hoạch, en: Planning}}  #?
    measure: {prefix}_plan_approved  #?
    required: yes  #?
    provenance: {provenance}
  - code: "2"
    name: {{vi: Giao thông, en: Roads}}
    provenance: {provenance}
    indicators:  #?
      - code: "2.1"
        name: {{vi: Đường được cứng hóa, en: Roads hardened}}
        measure: {prefix}_hardened_roads
        at_least: 80  #?
        provenance: {provenance}
      - code: "2.2"
        name: {{vi: Cầu yếu, en: Weak bridges}}
        measure: {prefix}_weak_bridges
        at_most: 2  #?
        provenance: {provenance}
"""
_MEASURES_FILE = """\
measures:
  {prefix}_plan_approved:
    name: {{vi: Quy hoạch được phê duyệt, en: The plan is approved}}  #?
    type: finding  #?
  {prefix}_hardened_roads:
    name: {{vi: Tỷ lệ đường được cứng hóa, en: Roads hardened}}
    unit: "%"  #?
    decimals: 1  #?
    minimum: 0  #?
    maximum: 100  #?
    better: higher  #?
  {prefix}_weak_bridges:
    name: {{vi: Số cầu yếu, en: Weak bridges}}
    unit: {bridges}
    minimum: 0
    better: lower
"""
_CASES_FILE = """\
cases_for: {id}  #?
as_of: {version}  #?
given:  #?
  facts: {{{prefix}_plan_approved: met, {prefix}_hardened_roads: 80, {prefix}_weak_bridges: 2}}  #?
cases:  #?
  - name: {{vi: Vừa đạt ở đúng các ngưỡng, en: Exactly at the thresholds}}  #?
    expect: {{"1": attained, "2.1": attained, "2.2": attained, "2": attained, recognition: attained}}  #?
  - name: {{vi: Tốt hơn ngưỡng một chút, en: A little better than the thresholds}}
    given: {{facts: {{{prefix}_hardened_roads: 80.1, {prefix}_weak_bridges: 1}}}}
    expect: {{"2.1": attained, "2.2": attained}}
  - name: {{vi: Đường thiếu một chút, en: Roads a little short}}
    given: {{facts: {{{prefix}_hardened_roads: 79.9}}}}
    expect: {{"2.1": {{outcome: not_attained, gap: 0.1}}, "2": not_attained, recognition: not_attained}}
  - name: {{vi: Thừa một cầu yếu, en: One weak bridge too many}}
    given: {{facts: {{{prefix}_weak_bridges: 3}}}}
    expect: {{"2.2": not_attained, "2": not_attained}}
  - name: {{vi: Quy hoạch chưa được phê duyệt, en: The plan is not approved}}
    given: {{facts: {{{prefix}_plan_approved: not_met}}}}
    expect: {{"1": not_attained, recognition: not_attained}}
  - name: {{vi: Chưa có báo cáo, en: Nothing is reported}}
    given:
      facts:
        {prefix}_plan_approved: not_reported
        {prefix}_hardened_roads: not_reported
        {prefix}_weak_bridges: not_reported
    expect: {{"1": undetermined, "2.1": undetermined, "2.2": undetermined, "2": undetermined, recognition: undetermined}}
"""
_DOSSIER_FILE = """\
title: {title}  #?
as_of: {as_of}  #?
rulesets: rulesets  #?
numbers: {language}  #?
"""
_FACTS = """\
unit,measure,value,as_of,reported_by
A,{prefix}_plan_approved,{met},{as_of},{office}
A,{prefix}_hardened_roads,92,{as_of},{office}
A,{prefix}_weak_bridges,0,{as_of},{office}
B,{prefix}_plan_approved,{met},{as_of},{office}
B,{prefix}_hardened_roads,71,{as_of},{office}
B,{prefix}_weak_bridges,1,{as_of},{office}
"""


def starting_files(start: Start) -> Mapping[str, str]:
    """The texts of the files that an author begins with, by their paths below the project's folder.

    >>> start = Start("x/y", "Y", "commune", "1/QĐ", date(2024, 1, 1), date(2024, 6, 30), "en")
    >>> sorted(starting_files(start))[2:]
    ['rulesets/measures/y.yaml', 'rulesets/x/y/2024-01-01.yaml', 'rulesets/x/y/cases/y.yaml', 'units.csv']
    """
    return dict(_files(start))


def _files(start: Start) -> Iterator[tuple[str, str]]:
    vi, name = start.language == "vi", start.id.rpartition("/")[2]
    values = {
        "id": start.id,
        "version": start.version.isoformat(),
        "as_of": start.as_of.isoformat(),
        "title": _quoted(start.title) if vi else f"{{vi: {_quoted(start.title)}, en: {_quoted(start.title)}}}",
        "kind": start.kind,
        "instrument": _quoted(start.instrument),
        "prefix": start.prefix,
        "language": start.language,
        "provenance": '{status: recalled, cite: "Điều …"}' if vi else '{status: recalled, cite: "Article …"}',
        "bridges": "cầu" if vi else "bridges",
        "met": "đạt" if vi else "met",
        "office": "Phòng Nông nghiệp" if vi else "Agriculture office",
    }

    def starting_file(path: str, kind: str, heading: Text, text: str, *forms: MappingForm) -> tuple[str, str]:
        schema = f"{'../' * path.count('/')}{SCHEMAS}/{kind}.schema.json"
        head = f"# yaml-language-server: $schema={schema}\n{heading.in_language(start.language)}"
        return path, head + _explained(text.format(**values), start.language, *forms)

    rule_forms = (rule_keys.RULESET, rule_keys.INDICATOR, rule_keys.CRITERION, CONDITIONS["measure"])
    own = f"rulesets/{start.id}"
    yield starting_file(f"{own}/{start.version}.yaml", "ruleset", _RULES, _RULESET_FILE, *rule_forms)
    yield starting_file(f"rulesets/measures/{name}.yaml", "measures", _MEASURES, _MEASURES_FILE, catalogue_keys.MEASURE)
    case_forms = (case_keys.CASE_FILE, case_keys.CASE, case_keys.GIVEN)
    yield starting_file(f"{own}/{CASES_FOLDER}/{name}.yaml", "cases", _CASES, _CASES_FILE, *case_forms)
    yield starting_file(DOSSIER_FILE, "dossier", _DOSSIER, _DOSSIER_FILE, DOSSIER)
    kind = KINDS[start.kind].name.in_language(start.language) if start.kind in KINDS else start.kind
    word = kind.partition(",")[0].capitalize()
    yield "units.csv", f"code,name,kind\nA,{word} A,{start.kind}\nB,{word} B,{start.kind}\n"
    yield "facts.csv", _FACTS.format(**values)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _explained(text: str, language: Language, *forms: MappingForm) -> str:
    """The text with what the grammar says of a key in place of each `#?`."""
    titles = {key.name: key.title for form in reversed(forms) for key in form.keys}

    def with_title(key_line: re.Match[str]) -> str:
        return f"{key_line[1]}  # {titles[key_line[2]].in_language(language)}"

    return re.sub(r"^((?: |- )*(\w+):.*?)  #\?$", with_title, text, flags=re.M)
