"""A small district for the tests of commands about changes: four communes, a draft amendment, and who is hit by it."""

from pathlib import Path

FILES = {
    "rules/measures/trial.yaml": """\
measures:
  income_per_capita:
    name: {vi: Thu nhập bình quân đầu người, en: Income per capita}
    unit: triệu đồng/người/năm
    decimals: 1
  health_insurance:
    name: {vi: Tỷ lệ người dân tham gia bảo hiểm y tế, en: Residents covered by health insurance}
    unit: "%"
    decimals: 2
    minimum: 0
    maximum: 100
  clean_water:
    name: {vi: Tỷ lệ hộ sử dụng nước sạch, en: Households using clean water}
    unit: "%"
    decimals: 1
    minimum: 0
    maximum: 100
  health_books:
    name: {vi: Tỷ lệ dân số có sổ khám chữa bệnh điện tử, en: Residents with an electronic health book}
    unit: "%"
    decimals: 1
  burial_as_regulated:
    name: {vi: "Mai táng, hỏa táng phù hợp với quy định", en: Burial and cremation as regulated}
    type: finding
  recognised:
    name: {vi: Xã đã được công nhận, en: Commune recognised}
    type: finding
attributes:
  area_class:
    name: {vi: Khu vực, en: Area class}
    values: [{id: I, name: Khu vực I}, {id: II, name: Khu vực II}, {id: III, name: Khu vực III}]
""",
    "rules/vn/commune-trial/2022-03-08.yaml": """\
ruleset: vn/commune-trial
version: 2022-03-08
title: {vi: Xã đạt chuẩn nông thôn mới (bộ tiêu chí minh họa), en: New rural commune (illustrative set)}
applies_to: commune
instrument: {number: 01/2022/QĐ-MH, issuer: Minh họa, signed: 2022-03-08}
recognition:
  name: {vi: Công nhận xã đạt chuẩn nông thôn mới, en: Recognition as a new rural commune}
  criteria: all
  provenance: {status: plan, cite: "Điều 2"}
revocation:
  name: {vi: Thu hồi quyết định công nhận, en: Revocation of the recognition}
  applies_when: {measure: recognised, required: yes}
  criteria: not_attained
  share_at_least: 50
  provenance: {status: plan, cite: "Điều 4"}
criteria:
  - code: "10"
    name: {vi: Thu nhập, en: Income}
    measure: income_per_capita
    at_least: 39
    provenance: {status: recalled, cite: "Phụ lục, 10"}
  - code: "15"
    name: {vi: Y tế, en: Health}
    provenance: {status: plan, cite: "Phụ lục, 15"}
    indicators:
      - code: "15.1"
        name: {vi: Tỷ lệ người dân tham gia bảo hiểm y tế, en: Residents covered by health insurance}
        measure: health_insurance
        at_least: 90
        provenance: {status: plan, cite: "Phụ lục, 15.1"}
  - code: "17"
    name: {vi: Môi trường, en: Environment}
    provenance: {status: plan, cite: "Phụ lục, 17"}
    indicators:
      - code: "17.1"
        name: {vi: Tỷ lệ hộ sử dụng nước sạch theo quy chuẩn, en: Households using clean water}
        measure: clean_water
        at_least: 90
        provenance: {status: plan, cite: "Phụ lục, 17.1"}
      - code: "17.5"
        name: {vi: "Mai táng, hỏa táng phù hợp với quy định", en: Burial and cremation as regulated}
        measure: burial_as_regulated
        required: yes
        provenance: {status: plan, cite: "Phụ lục, 17.5"}
""",
    "rules/vn/district-trial/2022-03-08.yaml": """\
ruleset: vn/district-trial
version: 2022-03-08
title: {vi: Huyện đạt chuẩn nông thôn mới (minh họa), en: New rural district (illustrative)}
applies_to: district
instrument: {number: 02/2022/QĐ-MH, issuer: Minh họa, signed: 2022-03-08}
recognition:
  name: {vi: Công nhận huyện đạt chuẩn nông thôn mới, en: Recognition as a new rural district}
  members: commune
  attained: vn/commune-trial
  share_at_least: 75
  provenance: {status: plan, cite: "Điều 2"}
criteria:
  - code: "1"
    name: {vi: Thu nhập bình quân các xã, en: Mean income of communes}
    members: commune
    mean: income_per_capita
    at_least: 40
    provenance: {status: plan, cite: "Phụ lục, 1"}
""",
    "draft.yaml": """\
amends: vn/commune-trial
version: 2025-01-01
instrument: {number: 09/2024/QĐ-MH, issuer: Minh họa, signed: 2024-11-20}
changes:
  - replace: "15.1"
    with:
      measure: health_insurance
      at_least: 95
      provenance: {status: plan, cite: "Khoản 1 Điều 1"}
  - replace: "17.1"
    with:
      measure: clean_water
      at_least: {by: area_class, III: 80, otherwise: 95}
      provenance: {status: plan, cite: "Khoản 2 Điều 1"}
  - insert:
      code: "15.4"
      name: {vi: Tỷ lệ dân số có sổ khám chữa bệnh điện tử, en: Residents with an electronic health book}
      measure: health_books
      at_least: 50
      provenance: {status: plan, cite: "Khoản 3 Điều 1"}
    in: "15"
  - repeal: "17.5"
""",
    "dossier/dossier.yaml": """\
title: {vi: Huyện Minh Họa năm 2024, en: Illustrative district in 2024}
as_of: 2024-12-31
numbers: en
rulesets: {commune: vn/commune-trial, district: vn/district-trial}
""",
    "dossier/units.csv": """\
code,name,kind,parent,area_class
H,Huyện Minh Họa,district,,
A,Xã An Bình,commune,H,I
B,Xã Bản Hon,commune,H,II
C,Xã Cao Sơn,commune,H,III
D,Xã Đồng Tâm,commune,H,I
""",
    "dossier/facts.csv": """\
unit,measure,value,as_of,reported_by
A,income_per_capita,45,2024-12-31,UBND xã
A,health_insurance,96.5,2024-12-31,BHXH huyện
A,clean_water,97,2024-12-31,UBND xã
A,health_books,55,2024-12-31,UBND xã
A,burial_as_regulated,met,2024-12-31,UBND xã
A,recognised,met,2024-12-31,UBND tỉnh
B,income_per_capita,41.5,2024-12-31,UBND xã
B,health_insurance,92.4,2024-12-31,BHXH huyện
B,clean_water,96,2024-12-31,UBND xã
B,health_books,60,2024-12-31,UBND xã
B,burial_as_regulated,met,2024-12-31,UBND xã
B,recognised,met,2024-12-31,UBND tỉnh
C,income_per_capita,39,2024-12-31,UBND xã
C,health_insurance,95.2,2024-12-31,BHXH huyện
C,clean_water,84.5,2024-12-31,UBND xã
C,health_books,52,2024-12-31,UBND xã
C,burial_as_regulated,not_met,2024-12-31,UBND xã
C,recognised,not_met,2024-12-31,UBND tỉnh
D,income_per_capita,43,2024-12-31,UBND xã
D,health_insurance,97,2024-12-31,BHXH huyện
D,clean_water,95,2024-12-31,UBND xã
D,burial_as_regulated,met,2024-12-31,UBND xã
D,recognised,met,2024-12-31,UBND tỉnh
""",
}


def write_trial(folder: Path) -> Path:
    """Write the rulesets (`rules`), the draft (`draft.yaml`) and the dossier (`dossier`) below a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
