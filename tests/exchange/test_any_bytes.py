"""Whatever the bytes, reading ends in statements or in errors of ours."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.exchange.facts.reading import read_facts
from ntm_rules.exchange.units.reading import read_units
from ntm_rules.model.library import Library
from ntm_rules.model.problem import NtmError
from ntm_rules.model.units.unit import Units

from ..profiles import tried

relaxed = settings(max_examples=tried(0.6), suppress_health_check=[HealthCheck.function_scoped_fixture])
pieces = st.sampled_from(
    [
        "unit",
        "measure",
        "value",
        "code",
        "name",
        "kind",
        "TT",
        "poverty",
        "3,5",
        '"',
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "#",
        "-",
        "=",
        "%",
        "x",
        "Đạt",
        "1.234",
        "\ufeff",
        "\u200b",
        "vn/town#3",
        "3.3",
        "2024-01-01",
        " ",
    ]
)
csv_bytes = st.binary(max_size=200) | st.lists(pieces, max_size=60).map(
    lambda parts: ("unit,measure,value\n" + "".join(parts)).encode()
)


def error_of(read: Callable[[], object]) -> NtmError | None:
    try:
        read()
    except NtmError as error:
        return error
    return None


def read_all(folder: Path, content: bytes, suffix: str, library: Library, units: Units) -> None:
    path = folder / f"facts{suffix}"
    path.write_bytes(content)
    for read in (
        lambda: read_facts(path, units, library, {"township": "vn/town"}, date(2024, 6, 30)),
        lambda: read_units(path, library),
    ):
        error = error_of(read)
        if error is not None:
            assert error.diagnostics
            assert all(found.message.vi and found.message.en for found in error.diagnostics)
            assert error.render("vi")


@relaxed
@given(csv_bytes)
def test_any_csv(tmp_path: Path, library: Library, units: Units, content: bytes) -> None:
    read_all(tmp_path, content, ".csv", library, units)


@relaxed
@given(st.binary(max_size=300))
def test_any_workbook(tmp_path: Path, library: Library, units: Units, content: bytes) -> None:
    read_all(tmp_path, content, ".xlsx", library, units)
    read_all(tmp_path, b"PK\x03\x04" + content, ".xlsx", library, units)


@relaxed
@given(st.binary(max_size=200) | st.text(alphabet="as_of: {}[]-\n\"'#&*!|>2024units", max_size=80).map(str.encode))
def test_any_dossier_yaml(tmp_path: Path, library: Library, content: bytes) -> None:
    (tmp_path / "dossier.yaml").write_bytes(content)
    with pytest.raises(NtmError):
        read_dossier(tmp_path, library)


@pytest.mark.slow
def test_damaged_workbooks(tmp_path: Path, library: Library, units: Units) -> None:
    """Bytes of a good workbook, stored without compression, are changed here and there."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["unit", "poverty", "as_of"])
    book.active.append(["TT", 3, date(2024, 1, 1)])
    packed, plain = io.BytesIO(), io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(plain, "w") as new:
        parts = {part.filename: old.read(part) for part in old.infolist()}
        for name, data in parts.items():
            new.writestr(name, data)
    chance = random.Random(5)
    for _ in range(60):
        damaged = bytearray(plain.getvalue())
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        read_all(tmp_path, bytes(damaged), ".xlsx", library, units)
    for _ in range(120):  # damage inside a part, behind a right checksum
        stream, hurt = io.BytesIO(), chance.choice(list(parts))
        with zipfile.ZipFile(stream, "w") as new:
            for name, data in parts.items():
                changed = bytearray(data)
                if name == hurt:
                    at = chance.randrange(len(changed))
                    changed[at : at + chance.randint(0, 3)] = bytes(
                        chance.choice(b'0"<>/ar9-') for _ in range(chance.randint(0, 3))
                    )
                new.writestr(name, bytes(changed))
        read_all(tmp_path, stream.getvalue(), ".xlsx", library, units)
