"""`assess-frame` reads CSV as dossiers are read: any dialect that is clear, and what is wrong is named by line and column."""

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from ntm_rules.cli import main
from ntm_rules.exchange.tables import stream

TOWNSHIP = "vn/civilised-township"
WATER = "clean_water_households"
GOOD = f"unit,{WATER}\nA,100\nB,50.5\n"


def run(table: Path, *more: str) -> tuple[int, str]:
    out = table.with_name("out.parquet")
    words = ("assess-frame", TOWNSHIP, str(table), "-o", str(out), "--as-of", "2024-06-30", "--lang", "en", *more)
    done = CliRunner().invoke(main, list(words), catch_exceptions=False)
    return done.exit_code, done.output


def outcomes(table: Path, *more: str) -> list[tuple[str, str]]:
    assert run(table, *more) == (0, "")
    return [tuple(row) for row in pl.read_parquet(table.with_name("out.parquet")).select("unit", "3.3").rows()]


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        GOOD.rstrip().encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        GOOD.encode("utf-32"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode(),
        f"Bảng 1\n\n# ghi chú\n{GOOD}\n".encode(),
        GOOD.replace("\nB", "\n\n,\nB").encode(),
        f'unit,"tên\nxã",{WATER}\nA,"x, ""y""\nz",100\nB,5" q,50.5\n'.encode(),
        f"unit, ,{WATER},,\nA,,100,,\nB,,50.5,,\n".encode(),
        f'"unit","{WATER}"\n"A","100"\n"B","50.5"\n'.encode(),
    ],
    ids=lambda content: repr(content[:24]),
)
def test_every_clear_way_of_writing_is_read(tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "in.csv"
    table.write_bytes(content)
    assert outcomes(table) == [("A", "attained"), ("B", "not_attained")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"unit,{WATER}\n\0A,1\n".encode(), "in.csv:2:1: [NTM523]"),
        (f"unit,{WATER}\nX\xe3,1\n".encode("latin-1"), "in.csv:2:2: [NTM505]"),
        (f'unit,{WATER}\nA,"1\nB,2\n'.encode(), "in.csv:2:3: [NTM519]"),
        (f'unit,{WATER}\nA,"1"2\nB,2\n'.encode(), "in.csv:2:6: [NTM519]"),
        (
            f"unit,{WATER},x\nA,1\nB,2,3\nC,4\n".encode(),
            "in.csv:2:1: [NTM514] cells in the row: 2; in the header: 3; 2 places",
        ),
        (f"unit,{WATER}\nA,1\nB,2,3\n".encode(), "in.csv:3:1: [NTM514]"),
        (f"unit,{WATER},Unit\nA,1,2\n".encode(), "in.csv:1:29: [NTM515]"),
        (f"unit,,{WATER}\nA,z,1\n".encode(), "in.csv:2:3: [NTM518]"),
        (b"unit," + b"a" * 200_000 + b"\nA,1\n", "in.csv:1:6: [NTM524]"),
        (f"unit,{WATER}\nA,{'1' * 40_000}\n".encode(), "in.csv:2:3: [NTM524]"),
        (f"unit,{WATER};unit\nA,1\n".encode(), "[NTM522]"),
        (b"u" * 20_000_000, "in.csv:1:1: [NTM524]"),
        (b"\n\n", "[NTM521]"),
        (f"unit,{WATER}\nA,95.000\n".encode(), "in.csv:2:3: [NTM535]"),
        (f'unit,{WATER}\nA,"1,000"\n'.encode(), "in.csv:2:3: [NTM541]"),
        (f"Tiêu đề\n\nunit,{WATER}\n\nA,1\n\nA,1\n".encode(), "in.csv:5:1: [NTM551]"),
        (f"unit,{WATER}\nA,101\n".encode(), "in.csv:2:3: [NTM540]"),
        ("unit,food_safety_met\nA,đạt\n".encode(), "write one of: met, not_met, basically_met, not_reported"),
        (f"unit,{WATER}s\nA,1\n".encode(), f"[NTM630] the column '{WATER}s' is not known, and is near '{WATER}'"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_what_is_wrong_is_named_by_its_place(tmp_path: Path, content: bytes, said: str) -> None:
    table = tmp_path / "in.csv"
    table.write_bytes(content)
    code, output = run(table)
    assert code == 2
    assert said in output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_decimal_comma(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(f"unit;{WATER}\nA;100,0\nB;50,5\n", encoding="utf-8")
    assert outcomes(table, "--decimal-comma") == [("A", "attained"), ("B", "not_attained")]
    table.write_text(f"unit;{WATER}\nA;1.000\n", encoding="utf-8")
    assert "[NTM541]" in run(table, "--decimal-comma")[1]


def test_strict_refuses_columns_that_no_rule_reads(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(f"unit,{WATER},note\nA,100,x\n", encoding="utf-8")
    assert outcomes(table) == [("A", "attained")]
    assert "[NTM631] no rule reads the column 'note'" in run(table, "--strict")[1]


@pytest.mark.slow
def test_records_over_the_end_of_a_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of the pieces that a file is read in, the same is read, and the same is found wrong."""
    rows = "".join(f'U{number},"xã ""{number}""\r\nhai dòng",{number % 101}\r\n' for number in range(40))
    table = tmp_path / "in.csv"
    for size in (1, 2, 3, 7, 64, 1 << 20):
        monkeypatch.setattr(stream, "PIECE", size)
        table.write_bytes(f"unit,tên,{WATER}\r\n{rows}".encode())
        assert len(outcomes(table)) == 40
        table.write_bytes(f"unit,tên,{WATER}\r\n{rows}U,x,1,2\r\n".encode())
        assert "in.csv:82:1: [NTM514]" in run(table)[1]
