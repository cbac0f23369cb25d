"""The command that signs a record: `sign`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common.output import put
from ..common.shared import language_option, output_option, stop

if TYPE_CHECKING:
    from ...model.text import Language


@click.command()
@click.argument("record", type=click.Path(path_type=Path))
@click.option(
    "--key",
    metavar="PEM",
    required=True,
    type=click.Path(path_type=Path),
    help="Khóa riêng Ed25519 của cơ quan / The Ed25519 private key of the office.",
)
@click.option("--password", is_flag=True, help="Hỏi mật khẩu của khóa / Ask for the password of the key.")
@output_option
@language_option
def sign(record: Path, key: Path, password: bool, output: Path | None, lang: Language) -> None:
    """Ký một bản ghi đánh giá / Sign a record of an assessment.

    Writes a detached signature of the root; `verify --signature FILE --public-key PEM` checks it. Needs `ntm-rules[sign]`. A
    key is made with: openssl genpkey -algorithm ed25519 -out office.pem; its public half with: openssl pkey -in office.pem
    -pubout -out office.pub.pem
    """
    from ...exchange.records.record import read_record
    from ...exchange.records.record_source import text_of
    from ...exchange.records.signatures import sign_record
    from ...model.problem import NtmError
    from ...model.text import json_text

    asked = "Mật khẩu" if lang == "vi" else "Password"
    given = click.prompt(asked, hide_input=True, err=True).encode() if password else None
    try:
        signature = sign_record(read_record(record), text_of(key).encode(), given)
    except NtmError as error:
        stop(error, lang)
    put([json_text(signature, indent=1), "\n"], output, "json", lang)
