"""A small library that the tests of rule files are checked against: a catalogue and one ruleset for communes."""

from pathlib import Path

import pytest

CATALOGUE = """\
measures:
  clean_water:
    {name: {vi: Tỷ lệ hộ sử dụng nước sạch, en: Households with clean water}, unit: "%", decimals: 2, minimum: 0, maximum: 100}
  poor: {name: Tỷ lệ hộ nghèo, unit: "%", decimals: 2, minimum: 0, maximum: 100}
  income: {name: {vi: Thu nhập, en: Income}, unit: triệu đồng, decimals: 3, minimum: 0}
  houses: {name: Số nhà tạm, unit: nhà}
  unsafe_mills: {name: Số cơ sở xay xát chưa an toàn, unit: cơ sở, may_not_apply: yes}
  food_safety: {name: {vi: An toàn thực phẩm, en: Food safety}, type: finding}
  order: {name: {vi: An ninh trật tự, en: Public order}, levels: [weak, {id: fair, name: {vi: Khá, en: Fair}}, good]}
attributes:
  region:
    name: {vi: Vùng, en: Region}
    values:
      - {id: mountains, name: {vi: Trung du miền núi, en: Mountains}}
      - {id: delta, name: {vi: Đồng bằng, en: Delta}}
      - {id: coast, name: {vi: Ven biển, en: Coast}}
  language: {name: Tiếng nói}
"""

COMMUNE = """\
ruleset: vn/commune-ntm
version: 2020-01-01
title: {vi: Xã nông thôn mới, en: New rural commune}
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - code: "1"
    name: Nước sạch
    provenance: {status: recalled}
    indicators:
      - {code: "1.1", name: Nước, measure: clean_water, at_least: 90, provenance: {status: recalled}}
"""


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that stands for the shipped rulesets."""
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "measures.yaml").write_text(CATALOGUE, encoding="utf-8")
    commune = folder / "vn" / "commune-ntm" / "2020-01-01.yaml"
    commune.parent.mkdir(parents=True)
    commune.write_text(COMMUNE, encoding="utf-8")
    return folder
