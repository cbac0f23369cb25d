"""A small library that the tests of case files are read and run with."""

from pathlib import Path

import pytest

from ntm_rules.language.library import load_library
from ntm_rules.model.library import Library

CATALOGUE = """\
measures:
  water: {name: {vi: Hộ dùng nước sạch, en: Clean water}, unit: "%", decimals: 2, minimum: 0, maximum: 100, may_not_apply: yes}
  income: {name: {vi: Thu nhập, en: Income}, unit: triệu đồng/người/năm, decimals: 3, minimum: 0, may_not_apply: yes}
  houses: {name: {vi: Nhà tạm, en: Temporary houses}, unit: nhà, minimum: 0, may_not_apply: yes}
  poor: {name: {vi: Hộ nghèo, en: Poor households}, unit: hộ, minimum: 0, may_not_apply: yes}
  households: {name: {vi: Số hộ, en: Households}, unit: hộ, minimum: 0, may_not_apply: yes}
  poverty: {name: {vi: Tỷ lệ hộ nghèo, en: Poverty}, unit: "%", derive: {share: [poor, households]}, may_not_apply: yes}
  works: {name: {vi: Công trình, en: Public works}, type: finding, may_not_apply: yes}
  order: {name: {vi: An ninh, en: Order}, levels: [weak, {id: fair, name: {vi: Khá, en: Fair}}, good], may_not_apply: yes}
attributes:
  region:
    name: {vi: Vùng, en: Region}
    values: [{id: mountains, name: {vi: Miền núi, en: Mountains}}, {id: delta, name: {vi: Đồng bằng, en: Delta}}]
  language: {name: {vi: Tiếng nói, en: Language}}
"""
COMMUNE = """\
ruleset: vn/commune
version: 2020-01-01
title: {vi: Xã nông thôn mới, en: New rural commune}
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - {code: "1", name: {vi: Nước, en: Water}, measure: water, at_least: 90, provenance: {status: recalled}}
"""
TOWN = """\
ruleset: vn/town
version: 2020-01-01
until: 2023-12-31
title: {vi: Thị trấn văn minh, en: Civilised town}
applies_to: township
instrument: {number: 2/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - code: "1"
    name: {vi: Môi trường, en: Environment}
    provenance: {status: recalled}
    indicators:
      - {code: "1.1", name: {vi: Nước sạch, en: Clean water}, measure: water, at_least: 95, provenance: {status: recalled}}
      - {code: "1.2", name: {vi: Công trình, en: Works}, measure: works, required: yes, provenance: {status: recalled}}
"""
DISTRICT = """\
ruleset: vn/district
version: 2020-01-01
title: {vi: Huyện nông thôn mới, en: New rural district}
applies_to: district
instrument: {number: 3/QĐ}
statuses: [{id: basically_attained, name: {vi: Cơ bản đạt chuẩn, en: Basically qualifies}}]
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - code: "1"
    name: {vi: Các xã đạt, en: Communes attain}
    provenance: {status: recalled}
    members: commune
    attained: vn/commune
    share_at_least: 100
  - code: "2"
    name: {vi: Thu nhập tăng, en: Income grows}
    provenance: {status: recalled}
    measure: income
    since: 2023-12-31
    increased_by_at_least: 3
  - code: "3"
    name: {vi: Không có xã yếu, en: No weak commune}
    provenance: {status: recalled}
    members: commune
    only: [BB]
    min: income
    at_least: 30
  - code: "4"
    name: {vi: Bằng tỉnh, en: As the province}
    provenance: {status: recalled}
    measure: income
    at_least: {measure: income, of: province}
  - {code: "5", name: {vi: Nghèo, en: Poverty}, measure: poverty, at_most: 10, provenance: {status: recalled}}
  - code: "6"
    name: {vi: An ninh, en: Order}
    measure: order
    at_least: fair
    applies_when: {attribute: region, equals: delta}
    provenance: {status: recalled}
"""


def _later(text: str) -> str:
    return text.replace("2020-01-01\nuntil: 2023-12-31", "2025-01-01").replace('"1.2"', '"1.3"')


def _write(folder: Path, files: dict[str, str]) -> Path:
    """Files written below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


FILES = {
    "measures.yaml": CATALOGUE,
    "vn/commune/2020-01-01.yaml": COMMUNE,
    "vn/town/2020-01-01.yaml": TOWN,
    "vn/town/2025-01-01.yaml": _later(TOWN),
    "vn/district/2020-01-01.yaml": DISTRICT,
}


@pytest.fixture(scope="session")
def case_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small rulesets."""
    return _write(tmp_path_factory.mktemp("small"), FILES)


@pytest.fixture(scope="session")
def case_library(case_rules: Path) -> Library:
    """The library they make."""
    return load_library(case_rules)
