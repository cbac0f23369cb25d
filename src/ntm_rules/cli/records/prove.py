"""The command that proves one decision of a record without showing the others: `prove`."""

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
@click.argument("unit")
@click.argument("rule", required=False)
@click.option("--below", is_flag=True, help="Kèm mọi kết luận làm căn cứ / With all decisions that it rests on.")
@output_option
@language_option
def prove(record: Path, unit: str, rule: str | None, below: bool, output: Path | None, lang: Language) -> None:
    """Chứng minh một kết luận có trong bản ghi / Prove that a decision is in a record.

    Writes the decision of UNIT (its code) on RULE (a rule key or a code; without it, the recognition) with its rule, its unit
    and the figures that it names, each with the hashes that lead to the root: `verify` holds it against the root alone, and
    nothing else of the record is shown.
    """
    from ...exchange.records.proofs import prove_decision
    from ...exchange.records.record import read_record
    from ...model.key import RECOGNITION
    from ...model.problem import NtmError
    from ...model.text import json_text

    try:
        proof = prove_decision(read_record(record), unit, rule or RECOGNITION, below=below)
    except NtmError as error:
        stop(error, lang)
    put([json_text(proof, indent=1), "\n"], output, "json", lang)
