"""Every command ends in order on the files of any generated world: exit codes 0, 1 or 2, and never an error of its own."""

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings

from ntm_rules.cli import main
from ntm_rules.testing import AmendedWorld, amended_worlds

from ..profiles import tried
from ..world_dossier import write_versions, write_world

pytestmark = pytest.mark.slow


@given(amended_worlds())
@settings(max_examples=tried(0.2), phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_every_command_ends_in_order(amended_world: AmendedWorld) -> None:
    with TemporaryDirectory() as name, chdir(name):
        for arguments in commands(amended_world, Path(name)):
            result = CliRunner().invoke(main, arguments)
            assert result.exit_code in (0, 1, 2), (arguments, result.output, result.exception)
            # Figures that can be read in two ways would end nearly every command before its work.
            assert "[NTM531]" not in result.output, (arguments, result.output)


def commands(amended_world: AmendedWorld, folder: Path) -> Iterator[list[str]]:
    """Every command that reads rules or a dossier, each in the forms that it can write."""
    world, amended = amended_world.world, amended_world.amended
    written = write_world(world, folder)
    later, out = folder / "later", folder / "out"
    write_versions([amended.after], later)
    out.mkdir()
    ruleset = next(iter(world.rulesets.values()))
    unit = next((one.code for one in world.units if one.kind in world.rulesets), next(iter(world.units)).code)
    versions = [f"{one.id}@{one.version}" for one in (amended.before, amended.after)]
    dossier, cases = str(written.dossier), written.rulesets / ruleset / "cases"
    cases.mkdir()
    papers = [[], ["--lang", "en"], *(["-o", f"out/paper.{suffix}"] for suffix in ("md", "html", "docx"))]
    said = [
        ["list"],
        ["book", "-o", "out/book"],
        *(["show", ruleset, *more] for more in papers),
        ["cases", ruleset, "-o", str(cases / "drafted.yaml")],
        ["test", str(written.rulesets / ruleset), "--coverage"],
        *(["assess", dossier, *more] for more in papers),
        *(["assess", dossier, "--format", form] for form in ("json", "csv")),
        ["assess", dossier, "--by", "office"],
        ["assess", dossier, "--everything", "--record", "out/record.jsonl"],
        ["verify", "out/record.jsonl"],
        *(["explain", dossier, unit, *more] for more in papers),
        *(["nearest", dossier, *more] for more in papers),
        *(["history", dossier, unit, *more] for more in papers),
        *(["progress", dossier, "--quarter", "2024-Q2", *more] for more in papers),
        ["corrections", dossier, "--since", "2023-12-31"],
        *(["report", dossier, "-o", f"out/report.{suffix}"] for suffix in ("html", "xlsx", "docx")),
        ["form", "--units", dossier, "--as-of", "2024-12-31", "-o", "out/form.xlsx"],
        ["form", ruleset, "--units", dossier, "--as-of", "2024-12-31", "--transpose", "-o", "out/across.xlsx"],
        ["snapshot", dossier, "-o", "out/decisions.snapshot"],
        ["snapshot", dossier, "--check", "out/decisions.snapshot"],
    ]
    compared = [
        *(["diff", *versions, *more] for more in [*papers, ["--format", "json"]]),
        *(["conform", *versions[::-1], *more] for more in [*papers, ["--format", "json"]]),
        *(["impact", *versions, dossier, *more] for more in [*papers, ["--format", "json"], ["--format", "csv"]]),
    ]
    yield from (["check", path] for path in (str(written.rulesets), dossier))
    yield from ([*one, "--rulesets", str(written.rulesets)] for one in said)
    yield from ([*one, "--rulesets", str(written.rulesets), "--with", str(later)] for one in compared)
