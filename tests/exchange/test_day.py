"""Days and periods as offices write them: one meaning, or an error that says what to write."""

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.exchange.cells.cell import TableCell
from ntm_rules.exchange.values.day import read_day
from ntm_rules.model.problem import FactsError

END_OF_JUNE, END_OF_YEAR = date(2024, 6, 30), date(2024, 12, 31)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("31-12-2024", END_OF_YEAR),
        ("31.12.2024", END_OF_YEAR),
        ("31/12/2024", END_OF_YEAR),
        ("ngày 31/12/2024", END_OF_YEAR),
        ("ngày 31 tháng 12 năm 2024", END_OF_YEAR),
        ("2024-12-31 00:00:00", END_OF_YEAR),
        ("2024-12-31T00:00:00", END_OF_YEAR),
        ("2024-12-31T00:00:00.000Z", END_OF_YEAR),
        ("31/12/2024 00:00", END_OF_YEAR),
        ("31/12/2024 0:00", END_OF_YEAR),
        ("quý II/2024", END_OF_JUNE),
        ("QUÝ II / 2024", END_OF_JUNE),
        ("quý 2/2024", END_OF_JUNE),
        ("Quý II năm 2024", END_OF_JUNE),
        ("Q2/2024", END_OF_JUNE),
        ("q2 2024", END_OF_JUNE),
        ("quý IV/2024", END_OF_YEAR),
        ("12/2024", END_OF_YEAR),
        ("2/2024", date(2024, 2, 29)),
        ("02/2023", date(2023, 2, 28)),
        ("tháng 12/2024", END_OF_YEAR),
        ("Tháng 6 năm 2024", END_OF_JUNE),
        ("2024-06", END_OF_JUNE),
        ("2024", END_OF_YEAR),
        ("năm 2024", END_OF_YEAR),
        ("cả năm 2024", END_OF_YEAR),
        ("6 tháng đầu năm 2024", END_OF_JUNE),
        ("9 tháng đầu năm 2024", date(2024, 9, 30)),
        ("6 tháng cuối năm 2024", END_OF_YEAR),
        ("quí IV/2024", END_OF_YEAR),
        ("quý IV.2024", END_OF_YEAR),
        ("2024-Q4", END_OF_YEAR),
        ("2024Q2", END_OF_JUNE),
        ("T12/2024", END_OF_YEAR),
        ("T.6/2024", END_OF_JUNE),
        ("12.2024", END_OF_YEAR),
        ("12-2024", END_OF_YEAR),
        ("31 - 12 - 2024", END_OF_YEAR),
        ("31 / 12 / 2024", END_OF_YEAR),
        ("31/12 /2024", END_OF_YEAR),
        ("31–12–2024", END_OF_YEAR),
        ("2024/12/31", END_OF_YEAR),
        ("2024-6-30", END_OF_JUNE),
        ("31 tháng 12, 2024", END_OF_YEAR),
        ("6 tháng 2024", END_OF_JUNE),
        ("6T/2024", END_OF_JUNE),
        ("sáu tháng đầu năm 2024", END_OF_JUNE),
        ("nửa đầu năm 2024", END_OF_JUNE),
        ("nửa cuối năm 2024", END_OF_YEAR),
        ("hết năm 2024", END_OF_YEAR),
        ("đến hết quý II/2024", END_OF_JUNE),
        ("cuối năm 2024", END_OF_YEAR),
        ("tính đến 31/12/2024", END_OF_YEAR),
        ("Đến ngày 31 tháng 12 năm 2024", END_OF_YEAR),
        ("tính đến hết ngày 30/6/2024", END_OF_JUNE),
    ],
)
def test_days_and_periods(form: str, written: str, expected: date) -> None:
    assert read_day(TableCell(unicodedata.normalize(form, written)), periods=True) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "expected"),
    [(datetime(2024, 12, 31), END_OF_YEAR), (END_OF_YEAR, END_OF_YEAR), (2024, END_OF_YEAR), (2024.0, END_OF_YEAR)],
)
def test_what_a_workbook_holds(content: date | float, expected: date) -> None:
    assert read_day(TableCell(content), periods=True) == expected


@pytest.mark.parametrize(
    ("content", "code", "advice"),
    [
        ("31/3/24", "NTM546", "31/03/2024"),
        ("31-12-24", "NTM546", "31/12/2024"),
        ("12-2024-31", "NTM546", "2024-06-30"),
        ("hôm qua", "NTM546", "2024-06-30"),
        ("31/12/2024 08:30", "NTM546", "31/12/2024"),
        ("2024-12-31T23:59:59", "NTM546", "2024-12-31"),
        (datetime(2024, 12, 31, 8, 30), "NTM546", "2024-12-31"),
        (45657, "NTM546", "Date"),
        (True, "NTM546", "2024-06-30"),
        ("31/02/2024", "NTM548", "1–12"),
        ("31/02/24", "NTM548", "1–12"),
        ("30/2/2024 08:30", "NTM548", "1–12"),
        ("quý II 10:00", "NTM546", "2024-06-30"),
        ("31 tháng năm 2024", "NTM546", "31/05/2024"),
        ("40 tháng năm 2024", "NTM548", "1–12"),
        ("31-04-2024", "NTM548", "1–12"),
        ("2024-31-12", "NTM548", "1–12"),
        ("9 tháng năm 2024", "NTM546", "9 tháng đầu năm 2024"),
        ("ngày 31/12/24", "NTM546", "31/12/2024"),
        ("III/2024", "NTM546", "2024-06-30"),
        ("đến năm 2024", "NTM546", "2024-06-30"),
        ("2024.1", "NTM546", "2024-06-30"),
        (2024.1, "NTM546", "2024-06-30"),
        ("2023-24", "NTM548", "1–12"),
        ("q2024/2024", "NTM548", "I–IV"),
        ("quý V/2024", "NTM548", "I–IV"),
        ("quý 0/2024", "NTM548", "I–IV"),
        ("quý 5/2024", "NTM548", "I–IV"),
        ("13/2024", "NTM548", "1–12"),
        ("tháng 13/2024", "NTM548", "1–12"),
        ("0/2024", "NTM548", "1–12"),
        ("1824", "NTM548", "1900"),
        ("0000", "NTM548", "1900"),
        ("31/12-2024", "NTM546", "2024-06-30"),
        ("9" * 5000, "NTM546", "2024-06-30"),
    ],
)
def test_what_is_no_day(content: str | float | date, code: str, advice: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_day(TableCell(content), periods=True)
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.help is not None
    assert advice in found.help.vi


@pytest.mark.parametrize("written", ["03/04/2024", "03-04-2024", "03.04.2024", "03/04/2024 00:00"])
def test_english_files_do_not_guess(written: str) -> None:
    assert read_day(TableCell(written)) == date(2024, 4, 3)
    with pytest.raises(FactsError) as caught:
        read_day(TableCell(written), "en")
    assert caught.value.diagnostics[0].code == "NTM547"
    assert read_day(TableCell(written.replace("04", "03")), "en") == date(2024, 3, 3)


@pytest.mark.parametrize("written", ["2024", "quý II/2024", "6/2024", "6 tháng đầu năm 2024", "hết năm 2024"])
def test_a_period_is_no_day_where_a_day_is_needed(written: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_day(TableCell(written))
    (found,) = caught.value.diagnostics
    assert (found.code, found.help is not None and "2024-" in found.help.vi) == ("NTM546", True)


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["{:%d/%m/%Y}", "{:%d-%m-%Y}", "{:%d.%m.%Y}", "{}"])
)
def test_every_day_reads_back(day: date, form: str) -> None:
    assert read_day(TableCell(form.format(day))) == day


@given(st.text(max_size=30) | st.integers() | st.floats(allow_nan=False))
def test_anything_else_is_refused_not_a_crash(content: str | float) -> None:
    codes = {"NTM546"}
    try:
        read_day(TableCell(content), periods=True)
    except FactsError as error:
        codes |= {found.code for found in error.diagnostics}
    assert codes <= {"NTM546", "NTM547", "NTM548"}


def test_until_a_day_is_said_of_figures_alone() -> None:
    assert read_day(TableCell("đến 30/6/2024"), periods=True) == END_OF_JUNE
    with pytest.raises(FactsError, match="write the day alone: 2024-06-30"):
        read_day(TableCell("đến 30/6/2024"))


@given(st.integers(1, 12), st.integers(1900, 2199))
def test_every_way_to_write_a_month_is_its_last_day(month: int, year: int) -> None:
    written = (f"{month}/{year}", f"T{month}/{year}", f"{month}.{year}", f"{month} tháng {year}", f"{year}/{month:02}")
    (day,) = {read_day(TableCell(each), periods=True) for each in written}
    assert (day.year, day.month) == (year, month)
    assert (day + timedelta(1)).day == 1
