"""`ntm-rules report`: one file, written from a dossier, with the days of its year and what changed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ntm_rules.cli import main

TOWN = Path(__file__).parents[2] / "examples" / "tam-duong-2024"


def report(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["report", *words])
    return done.exit_code, done.output


def test_report_is_written_with_its_charts_and_changes(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    code, said = report(str(TOWN), "-o", str(file), "--since", "2024-03-31", "--lang", "en")
    assert (code, said.splitlines()[-1]) == (0, f"written: {file}")
    text = file.read_text("utf-8")
    assert '<html lang="en" class="en">' in text
    assert "Changes from 31 Mar 2024 to" in text
    assert "<figure>" in text
    assert "Thị trấn Tam Đường" in text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--since", "2024-12-31"), "--since 2024-12-31 phải trước ngày đánh giá"),
        (
            ("-o", "report.pdf"),
            "kết quả dạng html không ghi vào tệp .pdf; đặt tên tệp có đuôi .html hoặc .xlsx hoặc .docx\n",
        ),
        (("--as-of", "2001-01-01"), "2001"),
    ],
)
def test_report_that_cannot_be_made_is_refused(words: tuple[str, ...], why: str) -> None:
    code, said = report(str(TOWN), *words)
    assert code == 2
    assert why in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("show", "vn/civilised-township", "-o", "rules.json"), "ends in .txt or .md or .html or .docx\n"),
        (("nearest", str(TOWN), "-o", "near.json"), "ends in .txt, or ask for --format json\n"),
        (("book", "-o", "book.html"), "a book is a folder of pages"),
    ],
)
def test_a_name_of_another_kind_of_file_is_refused(words: tuple[str, ...], why: str, tmp_path: Path) -> None:
    *others, name = words
    done = CliRunner().invoke(main, [*others, str(tmp_path / name), "--lang", "en"])
    assert (done.exit_code, why in done.output) == (2, True)
