"""A small library, and ways to read facts given as text."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ntm_rules.exchange.facts.reading import read_facts
from ntm_rules.model.condition import AllOf, Comparison, Operator, Required, Unknown
from ntm_rules.model.fact import Statement
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Level, Measure, MeasureType
from ntm_rules.model.problem import Diagnostic, NtmError
from ntm_rules.model.ruleset import (
    Conclusion,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Ruleset,
)
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units

PLAN = Provenance(ProvenanceStatus.PLAN, "Kế hoạch 2024")
AS_OF = date(2024, 6, 30)


def indicator(code: str, condition: Comparison | Required | AllOf | Unknown) -> Indicator:
    return Indicator(code, Text(f"Chỉ tiêu {code}"), condition, PLAN)


def at_least(measure: str, value: int) -> Comparison:
    return Comparison(measure, Operator.AT_LEAST, Fixed(Decimal(value)))


def town(version: date, last_code: str) -> Ruleset:
    third = (
        indicator("3.1", Comparison("poverty", Operator.AT_MOST, Fixed(Decimal(4)))),
        indicator("3.3", at_least("clean_water", 100)),
        indicator("3.10", AllOf((at_least("poverty", 1), Comparison("poverty", Operator.AT_MOST, Fixed(Decimal(9)))))),
    )
    fourth = (
        indicator("4.1", Required("registered")),
        indicator("4.2", Required("violations", met=False)),
        indicator("4.3", Unknown()),
        indicator("4.4", Comparison("security", Operator.AT_LEAST, Fixed("good"))),
        indicator(last_code, at_least("population", 4000)),
    )
    return Ruleset(
        "vn/town",
        version,
        Text("Đô thị văn minh", "Civilised town"),
        "township",
        Instrument("04/2022/QĐ-TTg"),
        (Criterion("3", Text("Môi trường"), PLAN, third), Criterion("4", Text("An ninh"), PLAN, fourth)),
        (Conclusion("recognition", Text("Công nhận"), Unknown(), PLAN),),
    )


@pytest.fixture(scope="session")
def library() -> Library:
    measures = (
        Measure(
            "clean_water",
            Text("Tỷ lệ hộ sử dụng nước sạch", "Clean water"),
            unit="%",
            decimals=1,
            minimum=Decimal(0),
            maximum=Decimal(100),
        ),
        Measure(
            "poverty",
            Text("Tỷ lệ hộ nghèo", "Poverty rate"),
            unit="%",
            decimals=2,
            minimum=Decimal(0),
            maximum=Decimal(100),
        ),
        Measure("population", Text("Dân số", "Population"), unit="người", minimum=Decimal(0)),
        Measure("income", Text("Thu nhập", "Income"), unit="triệu đồng", decimals=3),
        Measure("registered", Text("Đã đăng ký", "Registered"), MeasureType.FINDING),
        Measure("violations", Text("Có vi phạm", "Violations"), MeasureType.FINDING),
        Measure(
            "security",
            Text("Xếp loại an ninh", "Security"),
            MeasureType.LEVEL,
            levels=(
                Level("weak", Text("Yếu", "Weak")),
                Level("good", Text("Khá", "Good")),
                Level("best", Text("Đạt", "Best")),
            ),
        ),
        Measure("market_a", Text("Chợ")),
        Measure("market_b", Text("Chợ")),
    )
    region = Attribute(
        "region",
        Text("Vùng", "Region"),
        (
            Level("north_midlands_mountains", Text("Trung du và miền núi phía Bắc")),
            Level("red_river", Text("Đồng bằng")),
        ),
    )
    versions = {
        "vn/town": (town(date(2022, 4, 15), "4.5"), town(date(2024, 3, 1), "4.6")),
        "vn/commune": (
            Ruleset(
                "vn/commune",
                date(2022, 1, 1),
                Text("Xã"),
                "commune",
                Instrument("318"),
                (Criterion("1", Text("Một"), PLAN, (), at_least("income", 39)),),
            ),
        ),
    }
    return Library({measure.id: measure for measure in measures}, {"region": region}, versions)


@pytest.fixture(scope="session")
def units() -> Units:
    return Units(
        [
            Unit("TD", "Huyện Tam Đường", "district"),
            Unit("TT", "Thị trấn Tam Đường", "township", "TD", exists_from=date(2000, 1, 1)),
            Unit("T2", "Thị trấn Mới", "township", "TD"),
            Unit("BB", "Bản Bo", "commune", "TD"),
            Unit("H1", "Hòa Bình", "commune", "TD"),
            Unit("H2", "Hòa Bình", "commune", "TD"),
        ]
    )


ReadFacts = Callable[..., tuple[Statement, ...]]


@pytest.fixture
def facts_of(tmp_path: Path, library: Library, units: Units) -> ReadFacts:
    """Read facts from the text of a CSV file called facts.csv, or from bytes."""

    def read(text: str | bytes, convention: str | None = None, name: str = "facts.csv") -> tuple[Statement, ...]:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_facts(path, units, library, {"township": "vn/town"}, AS_OF, convention=convention)  # type: ignore[arg-type]

    return read


@pytest.fixture
def wrong_in() -> Callable[[Callable[[], object]], list[tuple[str, str]]]:
    """What a reading finds: the code and the place (without the folder) of every diagnostic."""

    def find(read: Callable[[], object]) -> list[tuple[str, str]]:
        with pytest.raises(NtmError) as caught:
            read()
        return [(found.code, shown_place(found)) for found in caught.value.diagnostics]

    return find


def shown_place(found: Diagnostic) -> str:
    text = str(found.place)
    return text.rsplit("/", 1)[1] if "/" in text else text
