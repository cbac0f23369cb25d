"""The commands about records: `assess --record`, `verify`, `prove`, `sign`, `schema record`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from ntm_rules.cli import main

from .trial import write_trial

pytestmark = pytest.mark.slow


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The root of the record of a small district, kept.jsonl in the working folder; whole.jsonl carries the rules."""
    monkeypatch.chdir(tmp_path)
    write_trial(tmp_path)
    assert (
        call("assess", "dossier", "--rulesets", "rules", "--record", "whole.jsonl", "--self-contained").exit_code == 0
    )
    done = call("assess", "dossier", "--rulesets", "rules", "--record", "kept.jsonl")
    assert done.exit_code == 0
    return done.stderr.split()[-1]


def test_a_record_is_checked_on_the_command_line(root: str, tmp_path: Path) -> None:
    done = call("verify", "kept.jsonl", "--rulesets", "rules", "--root", root)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("✓ 5 đơn vị, ")
    assert "--root" in call("verify", "kept.jsonl", "--rulesets", "rules").stdout
    assert "known on" not in call("verify", "kept.jsonl", "--rulesets", "rules", "--lang", "en").stdout
    known = ("--known-on", "2024-12-31", "--record", "known.jsonl")
    assert call("assess", "dossier", "--rulesets", "rules", *known).exit_code == 0
    done = call("verify", "known.jsonl", "--rulesets", "rules", "--lang", "en")
    assert (done.exit_code, ", as known on 2024-12-31\nRoot " in done.stdout) == (0, True)
    assert call("verify", "whole.jsonl", "--self-contained", "--lang", "en").exit_code == 0
    assert call("verify", "kept.jsonl", "--self-contained").exit_code == 2
    done = call("verify", "kept.jsonl", "--lang", "en")  # the shipped rulesets are others
    assert (done.exit_code, done.stdout[:23]) == (1, "? not decided again, fo")
    content = Path("kept.jsonl").read_text("utf-8")
    assert '"value":"92.4"' in content
    Path("kept.jsonl").write_text(content.replace('"value":"92.4"', '"value":"89.4"'), encoding="utf-8")
    done = call("verify", "kept.jsonl", "--rulesets", "rules", "--root", root, "--lang", "en")
    assert done.exit_code == 1
    answer, first, *_ = " ".join(done.stdout.split()).split(" - ")
    assert answer.startswith("✗ the record is not as it was made; differences found: ")
    assert "health_insurance" in first
    assert "was altered" in first
    found = json.loads(call("verify", "kept.jsonl", "--rulesets", "rules", "--format", "json").stdout)
    assert found[0]["code"] == "NTM823"
    rules = tmp_path / "rules" / "vn" / "commune-trial" / "2022-03-08.yaml"
    text = rules.read_text("utf-8")
    rules.write_text(text.replace("{vi: Thu nhập, en: Income}", "{vi: Thu nhập dân cư, en: Income}"), encoding="utf-8")
    done = call("verify", "whole.jsonl", "--rulesets", "rules")
    assert (done.exit_code, done.stderr, done.stdout.count("NTM831")) == (0, "", 1)
    for line in Path("whole.jsonl").read_text("utf-8").splitlines():
        Draft202012Validator(SCHEMA).validate(json.loads(line))


SCHEMA = json.loads(call("schema", "record").stdout)


def test_a_decision_is_proved_and_a_record_signed(root: str, tmp_path: Path) -> None:
    assert call("prove", "kept.jsonl", "B", "15.1", "-o", "proof.json").exit_code == 0
    done = call("verify", "proof.json", "--root", root)
    assert (done.exit_code, "\n- B · vn/commune-trial#15.1 · " in done.stdout) == (0, True)
    assert '"C' not in Path("proof.json").read_text("utf-8").replace('"CMH', "")
    assert "chứng minh không tính lại" in " ".join(done.stdout.split())
    assert call("verify", "proof.json").exit_code == 2
    assert call("verify", "proof.json", "--root", "0" * 64).exit_code == 1
    assert call("prove", "kept.jsonl", "B", "99").exit_code == 2
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key, pem = Ed25519PrivateKey.generate(), serialization.Encoding.PEM
    (tmp_path / "office.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "office.pub").write_bytes(public)
    assert call("sign", "kept.jsonl", "--key", "office.pem", "-o", "kept.json").exit_code == 0
    words = ("--rulesets", "rules", "--signature", "kept.json", "--public-key", "office.pub")
    done = call("verify", "kept.jsonl", *words)
    assert (done.exit_code, "chữ ký đúng" in done.stdout) == (0, True)
    assert call("verify", "whole.jsonl", *words).exit_code == 2
    # Of a proof the signature is that of its root, with --root or without; it is never passed over.
    signed = words[2:]
    for known in ((), ("--root", root)):
        done = call("verify", "proof.json", *known, *signed)
        assert (done.exit_code, "chữ ký đúng" in done.stdout) == (0, True)
    (tmp_path / "other.pub").write_bytes(
        Ed25519PrivateKey.generate().public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    for given in (
        (*signed[:-1], "other.pub"),
        ("--signature", "kept.jsonl", *signed[2:]),
        (*signed, "--root", "0" * 64),
    ):
        assert call("verify", "proof.json", "--root", root, *given).exit_code == 2
    assert call("prove", "whole.jsonl", "B", "15.1", "-o", "proof.json").exit_code == 0
    assert call("verify", "proof.json", *signed).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("assess", "dossier", "--unit", "B", "--record", "x.jsonl"),
        ("assess", "dossier", "--self-contained"),
        ("assess", "dossier", "--rulesets", "rules", "--record", "x.csv"),
        ("verify", "kept.jsonl", "--signature", "kept.json"),
        ("verify", "whole.jsonl", "--self-contained", "--rulesets", "rules"),
        ("verify", "none.jsonl"),
        ("verify", "kept.jsonl", "--rulesets", "rules", "--root", "4abf50424"),
    ],
)
def test_what_does_not_go_together_is_refused(words: tuple[str, ...], root: str) -> None:
    assert call(*words).exit_code == 2


def test_a_record_is_checked_without_durable_rules_and_polars(root: str) -> None:
    """And by the specification alone: no other executor is loaded."""
    code = (
        "import sys\n"
        "for name in ('durable', 'durable_rules_engine', 'polars', 'narwhals', 'openpyxl'): sys.modules[name] = None\n"
        "from ntm_rules.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print([m for m in sys.modules if m.startswith(('ntm_rules.engine.compiled', 'ntm_rules.engine.live',\n"
        "    'ntm_rules.engine.frames', 'ntm_rules.engine.decisions'))])"
    )
    words = ("verify", "kept.jsonl", "--rulesets", "rules", "--root", root)
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("✓ ")
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("record", ["told.jsonl", "dossier/units.csv", "told.pdf"])
def test_a_record_that_cannot_be_written_is_told_before_anything_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    """The record took the place of what `-o` had written before, or was refused after that was written."""
    monkeypatch.chdir(tmp_path)
    write_trial(tmp_path)
    told = ("--format", "jsonl", "-o", "told.jsonl")
    done = call("assess", "dossier", "--rulesets", "rules", *told, "--record", record)
    assert (done.exit_code, Path("told.jsonl").exists()) == (2, False)
    assert done.stderr.splitlines()[-1].startswith(f"{record}: ")
