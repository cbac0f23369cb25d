"""The commands that prove and sign what a record says, `prove` and `sign`, and the records that `assess` writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..common.output import put_bytes, put_json
from ..common.shared import PATH, in_language_now, output_option, remark, told_language_option

if TYPE_CHECKING:
    from ...engine.decisions import Decisions


@click.command()
@click.argument("record", type=PATH)
@click.argument("unit")
@click.argument("rule", required=False)
@click.option("--below", is_flag=True, help="Kèm mọi kết luận làm căn cứ / With all decisions that it rests on.")
@output_option
@told_language_option
def prove(record: Path, unit: str, rule: str | None, below: bool, output: Path | None) -> None:
    """Chứng minh một kết luận có trong bản ghi / Prove that a decision is in a record.

    Writes the decision of UNIT (its code) on RULE (a rule key or a code; without it, the recognition) with its rule, its unit
    and the figures that it names, each with the hashes that lead to the root: `verify` holds it against the root alone, and
    nothing else of the record is shown.
    """
    from ...exchange.records.proofs import prove_decision
    from ...exchange.records.record import read_record
    from ...model.key import RECOGNITION

    put_json(prove_decision(read_record(record), unit, rule or RECOGNITION, below=below), output)


@click.command()
@click.argument("record", type=PATH)
@click.option(
    "--key",
    metavar="PEM",
    required=True,
    type=PATH,
    help="Khóa riêng Ed25519 của cơ quan / The Ed25519 private key of the office.",
)
@click.option("--password", is_flag=True, help="Hỏi mật khẩu của khóa / Ask for the password of the key.")
@output_option
@told_language_option
def sign(record: Path, key: Path, password: bool, output: Path | None) -> None:
    """Ký một bản ghi đánh giá / Sign a record of an assessment.

    Writes a detached signature of the root; `verify --signature FILE --public-key PEM` checks it. Needs `ntm-rules[sign]`. A
    key is made with: openssl genpkey -algorithm ed25519 -out office.pem; its public half with: openssl pkey -in office.pem
    -pubout -out office.pub.pem
    """
    from ...exchange.records.record import read_record
    from ...exchange.records.record_source import text_of
    from ...exchange.records.signatures import sign_record

    prompt = in_language_now("Mật khẩu", "Password")
    passphrase = click.prompt(prompt, hide_input=True, err=True).encode() if password else None
    put_json(sign_record(read_record(record), text_of(key).encode(), passphrase), output)


def record_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--record` and `--self-contained`."""
    command = click.option(
        "--self-contained",
        is_flag=True,
        help="Bản ghi kèm cả tệp quy tắc / The record carries the rule files as well.",
    )(command)
    return click.option(
        "--record",
        metavar="FILE",
        type=PATH,
        help="Ghi thêm bản ghi đánh giá để kiểm tra lại (.jsonl) / Also write a record that can be checked (.jsonl).",
    )(command)


def put_record(runs: Sequence[Decisions], path: Path, *, self_contained: bool) -> None:
    """Write the record of an assessment, and say its root."""
    import json
    from itertools import chain

    from ...exchange.records.making import record_pieces

    pieces = record_pieces(runs, self_contained=self_contained)
    first = next(pieces)
    put_bytes(chain([first], pieces), path, "jsonl")
    header = json.loads(first)
    count, root = header["counts"].get("decision", 0), header["root"]
    vi = f"{path}: {count} kết luận, giá trị gốc {root}"
    remark(vi, f"{path}: decisions {count}, root {root}")
