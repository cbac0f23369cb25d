"""What the commands say of whole dossiers: no sentence says the opposite of what was decided, in either language."""

import re
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from ntm_rules.cli import main
from ntm_rules.engine.decisions import evaluate
from ntm_rules.language.library import load_library
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Fact, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Provenance, ProvenanceStatus
from ntm_rules.model.text import Language
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.report.decisions.told_reasons import citation_of
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.rules import provenance_of
from ntm_rules.report.renderers.explain import explain
from ntm_rules.report.words import reasons as remedies
from ntm_rules.report.words import rules as rule_words
from ntm_rules.report.words.rule_kinds import MANNERS, RuleKind, outcome_word
from ntm_rules.testing import World, worlds
from ntm_rules.testing.basis.examples import example_decision

from ..printed import overview, show_ruleset
from ..profiles import tried

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PLAN_MET = "examples/tam-duong-2024/plan-met"
NEVER = (
    "recalled",
    "theo trí nhớ,  cần",
    "không được như vậy",
    "must not be",
    "chưa biết",
    "xin xác nhận",
    "obtain an attestation",
    "tùy số liệu",
    "Còn thiếu",
    "Còn vướng",
    "Missing",
    "không quy định",
    "counts is not stated",
    "phải Đạt",
    "not Met",
    "not not",
    "không không",
    "lệch ",
    " closer",
    "ít nhất ≈",
    "attained: at least ≈",
    "diện thu hồi",
    "công nhận: đạt",
    "0 nhà trở lên",
    "bằng 0 nhà",
    "từ 100% trở lên",
    "at least 100%",
)
"""What no page may say, of any dossier: each was said once, and was read as its opposite."""
COMPARED = re.compile(r": ≈? ?[\d.,]+[^<>≤≥=≠]*? ([<>≤≥=≠]) ")
DISTANCES = {
    "đã vượt ": ">≥",
    " beyond ": ">≥",
    "còn cách ": "<≤≠",
    ", thiếu ": "<≤≠",
    "short by ": "<≤≠",
    ", vượt ": ">≥≠",
    "over by ": ">≥≠",
    "thấp hơn mức trên": "<≤",
    " under the upper bound": "<≤",
    "cao hơn mức trên": ">≥",
    "above the upper bound": ">≥",
}


def faults(text: str) -> Iterator[str]:
    """Each place in a page where it says what it may not, or says of a figure that it lies on the other side of a bound."""
    # Notes are the words of whoever wrote the rule file.
    text = re.split("\n\n(?:Ghi chú|Notes)\n", text)[0]
    own = "\n".join(line for line in text.splitlines() if not line.strip().startswith(("Ghi chú: ", "Note: ")))
    # A sum over members may exceed 100%.
    own = "\n".join(line for line in own.splitlines() if "Tổng " not in line and "Total " not in line)
    for phrase in NEVER:
        if phrase in own:
            yield phrase
    # What is told of several rules stands in one line, parted by semicolons.
    for line in re.split("; |\n", text):
        found = COMPARED.search(line)
        for phrase, signs in DISTANCES.items():
            # In a list of several figures the first sign need not be the one that a distance belongs to.
            if found is not None and len(COMPARED.findall(line)) == 1 and phrase in line and found[1] not in signs:
                yield line


def own_lines(page: str) -> list[str]:
    """The reasons of the decision itself, by sign: those right below the heading, before the rules below it."""
    lines = page.splitlines()[2:]
    end = next((place for place, line in enumerate(lines) if line.startswith("    ")), len(lines))
    return lines[:end]


def heading_faults(page: str, decision: Decision, kind: RuleKind) -> Iterator[str]:
    """Signs and words under a heading that contradict it."""
    for line in own_lines(page):
        if decision.outcome is Outcome.ATTAINED and line.startswith("  ✗"):
            below = {child.outcome for child in decision.children}
            if Outcome.NOT_ATTAINED not in below:
                yield line
        is_reason = line[2:4] == "· "
        if (
            is_reason
            and not MANNERS[kind].demands
            and re.search(r"yêu cầu|required|must|thiếu |short by|, vượt ", line)
        ):
            yield line
    if not MANNERS[kind].demands and re.search(r"Để đạt|To attain|Để giữ|To keep", page):
        yield page


@settings(max_examples=tried(0.3), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
def test_no_sentence_about_a_generated_world_says_the_opposite(world: World) -> None:
    for id in world.rulesets.values():
        program = compile(id, world.as_of, world.library)
        run = evaluate(program, world.units, world.statements)
        for language in ("vi", "en"):
            names = Names(world.library, world.units, language)
            assert not list(faults(overview([run], names)))
            assert not list(faults(show_ruleset(program.ruleset, world.library, language)))
            for decision in run:
                page = explain(decision, world.library, world.units, language)
                kind = names.rule_kind(decision.rule, decision.version)
                assert not [*faults(page), *heading_faults(page, decision, kind)], page
                assert outcome_word(kind, decision.outcome, language, in_full=True).upper() in page.splitlines()[1]


@cache
def said(*arguments: str) -> str:
    """What a command prints, run at the root of the project; of a command that writes a file, nothing."""
    with chdir(ROOT):
        done = CliRunner().invoke(main, list(arguments), catch_exceptions=False, env={"COLUMNS": "9999"})
    assert done.exit_code in (0, 1), done.output
    return done.output


LANGUAGES: tuple[Language, ...] = ("vi", "en")
SHIPPED = [
    ("assess", PLAN_MET),
    ("assess", PLAN_MET, "--by", "office"),
    ("explain", PLAN_MET, "TD", "lai-chau/district-ntm"),
    ("explain", PLAN_MET, "TD-BANBO", "lai-chau/commune-ntm#maintenance"),
    ("explain", PLAN_MET, "TD-BANBO", "lai-chau/commune-ntm#revocation"),
    ("show", "vn/commune-ntm"),
    ("show", "vn/commune-group-2026"),
    ("show", "vn/civilised-township"),
    ("conform", "lai-chau/commune-ntm", "vn/commune-ntm"),
]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", SHIPPED, ids=" ".join)
def test_no_page_about_what_is_shipped_says_the_opposite(arguments: tuple[str, ...], language: Language) -> None:
    assert not list(faults(said(*arguments, "--lang", language)))


@pytest.mark.parametrize("document", sorted((ROOT / "examples").rglob("*.??.md")), ids=lambda path: path.name)
def test_no_shipped_document_says_the_opposite(document: Path) -> None:
    shown = [line for line in document.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert not list(faults("\n".join(shown)))


# ---- the dossiers of invented units by which the phrases were found wanting


def rows(unit: str, failing: tuple[int, ...]) -> str:
    return "".join(
        f"{unit},{code},{'Chưa đạt' if code in failing else 'Đạt'},2024-06-30,UBND huyện,attestation\n"
        for code in range(1, 20)
        if code not in (10, 11)
    )


HEAD = "unit,measure,value,as_of,reported_by,record\n"
RECOGNISED = "commune_recognised,Đạt,2024-06-30,UBND tỉnh,figure\n"
DOSSIERS = {
    "revoked": (
        "vn/commune-ntm",
        "2024-06-30",
        "code,name,kind,parent,region\nA,Xã A,commune,,north_midlands_mountains\nB,Xã B,commune,,north_midlands_mountains\n",
        f"{HEAD}A,{RECOGNISED}B,{RECOGNISED}{rows('A', (2, 3, 4, 17))}{rows('B', (7,))}"
        "A,income_per_capita,40,2024-06-30,Chi cục Thống kê,figure\nA,multidimensional_poverty,15,2024-06-30,Phòng,figure\n"
        "B,income_per_capita,50,2024-06-30,Chi cục Thống kê,figure\nB,multidimensional_poverty,9,2024-06-30,Phòng,figure\n",
    ),
    "published": (
        "vn/commune-ntm",
        "2024-06-30",
        "code,name,kind,parent,region\nA,Xã A,commune,,north_midlands_mountains\n",
        f"{HEAD}A,income_per_capita,40,2024-06-30,Chi cục Thống kê,figure\nA,10,Đạt,2024-06-30,UBND huyện,attestation\n"
        "A,vn/commune-ntm#11,Đạt,2024-06-30,UBND tỉnh,published\nA,multidimensional_poverty,20,2024-06-30,Phòng,figure\n"
        "A,temporary_houses,4,2024-06-30,UBND xã,figure\n"
        "A,solid_or_semi_solid_houses_households,không áp dụng,2024-06-30,UBND xã,figure\n",
    ),
    "groups": (
        "vn/commune-group-2026",
        "2026-06-30",
        "code,name,kind,parent,area_class\nA,Xã A,commune,,III\nB,Xã B,commune,,I\n",
        HEAD
        + "".join(
            f"{unit},{measure},{value},2026-06-30,UBND,figure\n"
            for unit in "AB"
            for measure, value in (
                ("adjacent_to_urban_area", "Chưa đạt"),
                ("oriented_to_become_urban", "Chưa đạt"),
                ("agriculture_share_of_economy", "40"),
                ("oriented_as_new_urban_area", "Chưa đạt"),
            )
        ),
    ),
}
LOWER = """\
amends: vn/commune-ntm
version: 2025-01-01
instrument: {number: 1/QĐ-TTg}
changes:
  - replace: revocation
    with:
      applies_when: {measure: commune_recognised, required: yes}
      any_of:
        - {criteria: not_attained, share_at_least: 20, share_at_most: 50, including_any_of: ["10", "17", "19"]}
        - {criteria: not_attained, share_at_least: 50}
      provenance: {status: plan, cite: "x"}
  - replace: "11"
    with:
      measure: multidimensional_poverty
      at_most: 14
      provenance: {status: plan, cite: "x"}
"""
KEPT = """\
amends: vn/commune-ntm
version: 2024-04-01
instrument: {number: 2/QĐ-TTg}
changes:
  - replace: maintenance
    with:
      applies_when: {measure: commune_recognised, required: yes}
      none_of:
        - {criteria: not_attained, share_at_least: 30, share_at_most: 50, including_any_of: ["10", "17", "19"]}
        - {criteria: not_attained, share_at_least: 50}
      provenance: {status: plan, cite: "x"}
"""
"""A text by which the standard is kept while no case of revocation occurs. The shipped one asks for all criteria."""
Says = Callable[..., str]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented")
    for name, (ruleset, day, units, facts) in DOSSIERS.items():
        (folder / name).mkdir()
        (folder / name / "dossier.yaml").write_text(f"title: Thử\nas_of: {day}\nrulesets: {{commune: {ruleset}}}\n")
        (folder / name / "units.csv").write_text(units, encoding="utf-8")
        (folder / name / "facts.csv").write_text(facts, encoding="utf-8")
    (folder / "lower.yaml").write_text(LOWER, encoding="utf-8")
    (folder / "kept/vn/commune-ntm").mkdir(parents=True)
    (folder / "kept/vn/commune-ntm/2024-04-01.yaml").write_text(KEPT, encoding="utf-8")
    return folder


@pytest.fixture
def memo(invented: Path) -> Says:
    def of(language: str) -> str:
        draft, dossier = str(invented / "lower.yaml"), str(invented / "milder")
        if not (invented / "milder").exists():
            (invented / "milder").mkdir()
            for file in (invented / "revoked").iterdir():
                text = file.read_text(encoding="utf-8").replace("income_per_capita,40", "income_per_capita,46")
                (invented / "milder" / file.name).write_text(text, encoding="utf-8")
        return said("impact", "vn/commune-ntm", draft, dossier, "--format", "memo", "--lang", language)

    return of


@pytest.fixture
def page(invented: Path) -> Says:
    def of(dossier: str, unit: str, rule: str, language: str = "vi") -> str:
        ruleset = DOSSIERS[dossier][0]
        kept = ("--with", str(invented / "kept")) if rule == "maintenance" else ()
        text = said("explain", str(invented / dossier), unit, f"{ruleset}#{rule}", "--lang", language, *kept)
        assert not list(faults(text))
        return text

    return of


def test_row_1_an_upper_bound_that_is_kept_is_not_exceeded(memo: Says) -> None:
    text = memo("vi")
    assert "mức xét thu hồi: không quá 50%, thấp hơn mức trên của khung xét thu hồi ≈ 23,68 điểm phần trăm" in text
    assert "mức xét thu hồi: từ 20% trở lên (trước đây từ 30% trở lên), đã vượt mức xét thu hồi ≈ 6,32" in text
    english = memo("en")
    assert "at most 50%, ≈ 23.68 percentage points under the upper bound of the range for revocation" in english
    assert english.count("beyond") == 1


def test_row_2_a_snapshot_tells_a_lost_standard_as_a_loss(invented: Path, tmp_path: Path, memo: Says) -> None:
    memo("vi")
    record, kept = str(tmp_path / "record.snapshot"), ("--with", str(invented / "kept"))
    said("snapshot", str(invented / "milder"), "-o", record, *kept)
    for language, phrases in (
        ("vi", ("mức xét mất chuẩn: từ 30% trở lên; còn cách mức xét mất chuẩn", "→ đã vượt mức xét mất chuẩn")),
        ("en", ("level for losing the standard: at least 30%;", "beyond the level for losing the standard")),
    ):
        text = " ".join(
            said("snapshot", str(invented / "revoked"), "--check", record, "--lang", language, *kept).split()
        )
        maintained = text.split("#maintenance")[1].split("#revocation")[0]
        assert all(phrase in maintained for phrase in phrases)
        assert not re.search(r"yêu cầu|required|dư |thiếu|to spare|short by", maintained)
        assert "ít nhất một trong các tiêu chí 10, 17 và 19" in maintained or language == "en"
        assert "|" not in maintained


def test_rows_3_4_a_kept_standard_has_no_cross_and_no_unmet_requirement(page: Says) -> None:
    text = page("revoked", "B", "maintenance")
    assert text.splitlines()[1].startswith("✓ GIỮ ĐƯỢC CHUẨN")
    own = own_lines(text)
    assert [line for line in own if line.startswith("  ✗") and "Tỷ lệ" in line] == []
    assert "  ✓ Tiêu chí chưa đạt: 0 trong các tiêu chí 10, 17 và 19" in own
    assert not any("yêu cầu" in line or "≤ 50" in line for line in own)
    assert "0 of the criteria 10, 17, and 19" in page("revoked", "B", "maintenance", "en")


def test_rows_5_6_a_revocation_has_its_own_signs_and_lacks_nothing(page: Says) -> None:
    spared, liable = page("revoked", "B", "revocation"), page("revoked", "A", "revocation")
    assert spared.splitlines()[1].startswith("○ KHÔNG THUỘC TRƯỜNG HỢP THU HỒI")
    assert liable.splitlines()[1].startswith("⚠ THUỘC TRƯỜNG HỢP THU HỒI")
    assert "còn cách mức xét thu hồi" in spared
    assert "đã vượt mức xét thu hồi" in liable
    for text in (spared, liable):
        reasons = [line for line in own_lines(text) if line.startswith("  ·")]
        assert reasons
        assert not any(re.search(r"thiếu|yêu cầu|✓|✗", line) for line in reasons)


def test_row_7_nobody_is_said_to_be_recognised() -> None:
    text = said("assess", PLAN_MET, "--lang", "vi")
    assert "Đủ điều kiện đề nghị công nhận" in text
    assert "✓ Đủ điều kiện" in text
    assert "✓ Đạt" not in text
    assert "Qualifies for recognition" in said("assess", PLAN_MET, "--lang", "en")


def test_row_8_a_rule_from_memory_is_not_recalled(memo: Says) -> None:
    text = memo("en")
    assert "stated from memory, not yet checked against the official text" in text
    assert "ecalled" not in text


def test_row_9_a_classification_is_no_failure(invented: Path, page: Says) -> None:
    text = said("assess", str(invented / "groups"), "--lang", "vi")
    assert "Nhóm 3" in text
    assert not re.search(r"✗ |1/3|bình quân", text.split("Ký hiệu")[0])
    first, third = page("groups", "A", "nhom-1"), page("groups", "A", "nhom-3", "en")
    assert first.splitlines()[1] == "○ KHÔNG THUỘC NHÓM NÀY"
    assert third.splitlines()[1] == "● BELONGS TO THIS GROUP"
    assert "Để đạt" not in first
    assert "Xã liền kề đô thị hiện hữu: Không" in first


def test_rows_10_12_what_is_to_be_reported_is_apart_from_what_has_to_change(page: Says) -> None:
    lines = page("published", "A", "9").splitlines()
    changes = next(line for line in lines if line.startswith("  Để đạt:"))
    assert "bổ sung" not in changes
    assert not any("tùy số liệu" in line for line in lines)


def test_row_11_an_appraisal_is_needed_and_not_begged_for() -> None:
    assert "cần kết quả thẩm định của cơ quan có thẩm quyền đối với:" in remedies.ATTEST.vi
    text = said("explain", PLAN_MET, "TD-BANBO", "lai-chau/commune-advanced", "--lang", "vi")
    to_attain = [line for line in text.splitlines() if line.startswith("  Để đạt")]
    assert not any("thẩm định" in line or "xác nhận" in line for line in to_attain)


def test_row_13_members_stand_under_the_rule_that_they_are_decided_by() -> None:
    text = said("explain", PLAN_MET, "TD", "lai-chau/district-ntm", "--lang", "vi")
    ntm, advanced = (
        text.index("  Theo “Xã đạt chuẩn nông thôn mới tỉnh"),
        text.index("  Theo “Xã đạt chuẩn nông thôn mới nâng"),
    )
    assert ntm < text.index("✓ Xã Sơn Bình: đủ điều kiện") < advanced < text.index("? Xã Sơn Bình: chưa xác định")


def test_row_14_what_an_attestation_decides_is_not_counted_by_its_indicators() -> None:
    text = said("assess", PLAN_MET, "--lang", "vi")
    assert "✓ 1–9 (9 tiêu chí): theo xác nhận; 9/25 chỉ tiêu có số liệu" in text
    assert not re.search(r"✓ \S+ .* 0/\d+ chỉ tiêu đạt", text)
    page = said("explain", PLAN_MET, "TD-TAMDUONG", "vn/civilised-township#4", "--lang", "vi")
    assert page.splitlines()[1] == "✓ ĐẠT: theo xác nhận; 0/1 chỉ tiêu có số liệu"


def test_rows_15_16_a_bracket_is_not_read_as_the_computed_outcome(page: Says) -> None:
    assert "kết quả đã công bố là “Đạt”, khác với kết quả tính toán" in page("published", "A", "11")
    assert "the published decision is “Attained”, which differs" in page("published", "A", "11", "en")
    assert "đã được xác nhận là “Đạt”, nhưng số liệu không khớp" in page("published", "A", "10")
    assert "attested as “Met”, but the figures say otherwise" in page("published", "A", "10", "en")


def test_row_17_the_file_is_silent_and_not_the_law() -> None:
    text = rule_words.BASICALLY_MET_LINE[None]
    assert text.vi.startswith("Tệp chưa ghi")
    assert "It is not known whether" in said("show", "vn/commune-ntm", "--lang", "en")


def test_rows_18_37_two_texts_are_compared_in_words_of_their_own() -> None:
    text = said("conform", "lai-chau/commune-ntm", "vn/commune-ntm", "--lang", "vi")
    assert re.search(r"^(PHÙ HỢP|KHÔNG PHÙ HỢP|CHƯA KẾT LUẬN ĐƯỢC): ", text, re.MULTILINE)
    assert "ĐẠT YÊU CẦU" not in text
    assert "cấp trên → cấp dưới" not in text


def test_row_20_a_text_is_not_in_force_for_one_day(memo: Says) -> None:
    assert "đến ngày 01/01/2025 1/QĐ-TTg mới có hiệu lực" in memo("vi")
    assert "1/QĐ-TTg does not take effect until 1 Jan 2025" in memo("en")


def test_row_21_memory_is_no_legal_basis() -> None:
    in_short = provenance_of(Provenance(ProvenanceStatus.RECALLED, cite="Phụ lục I"), "vi", full=False)
    assert in_short == "Phụ lục I (ghi theo trí nhớ, chưa đối chiếu với văn bản gốc)"
    text = said("explain", PLAN_MET, "TD", "lai-chau/district-ntm", "--lang", "vi")
    assert "nguồn tham khảo: 320/QĐ-TTg (ghi theo trí nhớ" in text
    assert not re.search(r"căn cứ: (ghi theo trí nhớ|đọc tại)", text)
    itself = evolve(example_decision(), provenance=Provenance(ProvenanceStatus.TEXT, article="Điều 3", page="2"))
    assert citation_of(itself, Names(Library(), None, "vi")) == "căn cứ: Điều 3, trang 2"


def test_a_figure_that_many_units_lack_is_named_once_with_all_of_them() -> None:
    text = " ".join(said("explain", PLAN_MET, "TD", "lai-chau/district-ntm", "--lang", "vi").split())
    assert text.count("(lấy nội dung thấp nhất) (Xã Sơn Bình, Xã Bản Bo, Xã Giang Ma,") == 1
    assert text.count("(lấy nội dung thấp nhất)") == 2  # and the least of them, which cannot be worked out
    # So is a rule that several units are to settle.
    assert re.search(r"tiêu chí 11 của “[^”]*” \(Xã Giang Ma, Xã Nà Tăm, Xã Tả Lèng\)", text)


def test_codes_are_listed_in_the_order_of_their_ruleset() -> None:
    keys = [RuleKey("vn/commune-ntm", code) for code in ("recognition", "11", "4", "2", "3", "1.2", "1.1")]
    told = Names(load_library(), None, "vi").grouped(keys, "vn/commune-ntm", date(2024, 12, 31))
    assert told == "điều kiện công nhận; tiêu chí 2–4, 11; chỉ tiêu 1.1, 1.2"


def test_rows_22_24_a_figure_that_has_to_be_one_value_is_told_with_its_direction(page: Says) -> None:
    text = page("published", "A", "9.1")
    assert "4 nhà ≠ 0 nhà, vượt 4 nhà" in text
    assert "Để đạt: giảm" in text
    assert "từ 4 nhà xuống 0 nhà" in text
    assert "from 4 houses to 0 houses" in page("published", "A", "9.1", "en")
    shown = said("show", "vn/commune-ntm#9.1", "--lang", "vi")
    assert "không còn" in shown or "0 nhà" in shown


def test_row_23_a_share_at_its_end_is_said_in_one_way(page: Says) -> None:
    assert "yêu cầu 100%" in page("published", "A", "17.7")
    assert "required: 100%" in page("published", "A", "17.7", "en")


def test_rows_25_26_33_totals_say_what_they_count() -> None:
    text = said("assess", PLAN_MET, "--lang", "vi")
    assert "Chưa đạt, chưa xác định" in text
    assert "Duy trì: 8/8 xã giữ được chuẩn" in text
    assert "0/8 xã thuộc trường hợp thu hồi" in text
    assert "Tiêu chí 1–4, 6–9, 12–16, 18 và 19: 12/12 xã đạt; tiêu chí 5, 10 và 17: 11/12 xã đạt" in text


def test_row_27_a_revocation_requires_nothing(invented: Path) -> None:
    text = said("show", "vn/commune-ntm#revocation", "--lang", "vi")
    assert "Bị thu hồi khi: ít nhất một trong các điều kiện sau" in text
    assert "Yêu cầu" not in text
    assert "Revoked when: " in said("show", "vn/commune-ntm#revocation", "--lang", "en")
    kept = said("show", "vn/commune-ntm#maintenance", "--lang", "vi", "--with", str(invented / "kept"))
    assert "Giữ được chuẩn khi: không xảy ra điều nào" in kept


def test_row_28_rules_in_brackets_have_their_noun(invented: Path) -> None:
    text = said("assess", PLAN_MET, "--lang", "vi")
    assert "“Phường, thị trấn đạt chuẩn đô thị văn minh”: chỉ tiêu 2.b, 3.a, 6.3)" in text
    assert re.search(
        r"\(tiêu chí 1, 7, 10, 11, 16; chỉ tiêu 1\.2, ", said("assess", str(invented / "published"), "--lang", "vi")
    )
    assert not re.search(r"gốc \(\d", text)


def test_row_29_the_unit_to_come_is_told_from_the_one_of_the_same_name() -> None:
    text = said("assess", PLAN_MET, "--lang", "vi")
    assert (
        "chưa được thành lập tại ngày 31/12/2024 nên không đánh giá: Xã Bản Bo (LC-BANBO), thành lập từ 01/07/2025"
        in text
    )


def test_row_30_a_revocation_is_no_loss_of_one(memo: Says) -> None:
    table = [line for line in memo("vi").splitlines() if line.startswith("|")]
    assert "| Đạt thêm | Không còn đạt |" in table[0]
    assert not any("Thu hồi" in line for line in table)
    assert "thêm 1 xã thuộc trường hợp thu hồi." in memo("vi")


def test_row_31_unchanged_levels_are_said_of_this_dossier_alone(memo: Says) -> None:
    assert "không đổi" in rule_words_of_memo("vi")
    assert "in this dossier" in rule_words_of_memo("en")


def rule_words_of_memo(language: Language) -> str:
    from ntm_rules.report.words.impact import MEMO_AS_BEFORE_HERE

    return MEMO_AS_BEFORE_HERE.in_language(language)


def test_row_32_a_least_mean_is_rounded_down() -> None:
    text = said("assess", PLAN_MET, "--lang", "vi")
    assert "Số tiêu chí đạt bình quân: không dưới 1,33 (209 kết quả chưa xác định)" in text


def test_row_34_the_file_lacks_the_content_and_says_so_once() -> None:
    text = said("explain", PLAN_MET, "TD-TAMDUONG", "vn/civilised-township#3.1", "--lang", "vi")
    assert text.count("tệp chưa có nội dung quy định") == 1
    assert "cần kết quả thẩm định của cơ quan có thẩm quyền" in text


def test_row_35_a_measure_is_named_by_what_is_observed() -> None:
    text = said("show", "vn/civilised-township", "--lang", "vi")
    assert "Kết quả các nội dung khác của Phụ lục I" in text
    assert "tệp quy tắc này đều đạt" not in text


def test_row_36_a_report_is_no_decision(page: Says) -> None:
    assert "đơn vị báo là “không áp dụng”, nhưng không có văn bản nào cho phép" in page("published", "A", "9.2")
    assert "reported as “not applicable”, which nothing allows: it decides nothing" in page(
        "published", "A", "9.2", "en"
    )


def test_row_39_totals_of_cases_add_up(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "case.yaml").write_text(
        "cases_for: vn/civilised-township\nas_of: 2024-06-30\ncases:\n"
        "  - name: {vi: Một, en: One}\n    given:\n      facts: {clean_water_households: 99.9}\n"
        '    expect:\n      "3.3": {outcome: attained, gap: 0.2, reason: compared}\n      "6.2": "?"\n',
        encoding="utf-8",
    )
    text = said("test", str(tmp_path), "--lang", "vi")
    assert "2 kết quả mong đợi của 1 trường hợp: 0 khớp, 1 không khớp, 1 chưa xác nhận" in text
    assert "lý do: so sánh với mức yêu cầu" in text
    english = said("test", str(tmp_path), "--lang", "en")
    assert "2 expectations in 1 case: 0 as expected, 1 not, 1 to be confirmed" in english
    assert "got: " in english


def test_a_part_that_rules_out_only_with_others_is_not_said_to_rule_out() -> None:
    """A commune beside a town, and not said to become one, is in no group 2 for its agriculture alone."""
    units = Units([Unit("A", "Xã A", "commune", None, {"area_class": "I"})])
    day = date(2026, 6, 30)
    program = compile("vn/commune-group-2026", day)

    def said_of(*met: str) -> str:
        facts = [Fact("A", measure, Finding.MET, day) for measure in met]
        agriculture = Fact("A", "agriculture_share_of_economy", Decimal("5.5"), day)
        decision = evaluate(program, units, [*facts, agriculture]).decision("A", "nhom-2")
        return explain(decision, load_library(), units, "vi", width=999)

    assert "loại trừ" not in said_of("adjacent_to_urban_area")
    assert "Xã được định hướng là đô thị mới: Có, là trường hợp loại trừ" in said_of("oriented_as_new_urban_area")
