"""Every generated world is accepted by the language as files, and every command ends in order on them."""

from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings

from ntm_rules import load_library, read_dossier
from ntm_rules.cli import main
from ntm_rules.evolution.comparison import conform as conformity
from ntm_rules.evolution.comparison import diff as comparison
from ntm_rules.testing import AmendedWorld, amended_worlds

from ..profiles import tried
from ..world_dossier import write_versions, write_world

pytestmark = pytest.mark.slow


@given(amended_worlds())
@settings(max_examples=tried(), phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_every_world_is_one_that_the_language_accepts(amended_world: AmendedWorld) -> None:
    with TemporaryDirectory() as name:
        written = write_world(amended_world.world, Path(name))
        write_versions([amended_world.amended.after], Path(name) / "later")
        read_dossier(written.dossier, load_library(written.rulesets))
        read_dossier(written.dossier, load_library(written.rulesets, over=Path(name) / "later"))


@pytest.fixture(scope="module")
def compared_once() -> Iterator[None]:
    """Each pair of versions is compared once, for all the forms in which a command writes the comparison."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "diff", kept(comparison.diff))
        patch.setattr(conformity, "conform", kept(conformity.conform))
        yield


def kept(work: Callable[..., object]) -> Callable[..., object]:
    held: dict[tuple[int, ...], tuple[object, ...]] = {}

    def found(*given: object, **named: object) -> object:
        every = (*given, *(named[name] for name in sorted(named)))
        at = tuple(map(id, every))
        if at not in held:
            held.clear()
            # What was given is held too, so that nothing else has its identity meanwhile.
            held[at] = (work(*given, **named), every)
        return held[at][0]

    return found


@pytest.mark.usefixtures("compared_once")
@given(amended_worlds())
@settings(max_examples=tried(0.16), phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_every_command_ends_in_order(amended_world: AmendedWorld) -> None:
    with TemporaryDirectory() as name, chdir(name):
        for arguments in commands(amended_world, Path(name)):
            result = CliRunner().invoke(main, arguments)
            # What is asked of another day may be nothing then: no unit, no ruleset in force, no rule that another asks for.
            ends = (0, 1, 2) if arguments[0] in ("form", "progress", "diff", "conform", "impact") else (0, 1)
            assert result.exit_code in ends, (arguments, result.output, result.exception)


def commands(amended_world: AmendedWorld, folder: Path) -> Iterator[list[str]]:
    """Every command that reads rules or a dossier, each in the forms that it can write."""
    world, amended = amended_world.world, amended_world.amended
    written = write_world(world, folder)
    later, out = folder / "later", folder / "out"
    write_versions([amended.after], later)
    out.mkdir()
    ruleset = next(iter(world.rulesets.values()))
    unit = next((one.code for one in world.units if one.kind in world.rulesets), next(iter(world.units)).code)
    quarter = f"{world.as_of.year}-Q{(world.as_of.month + 2) // 3}"
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
        *(["progress", dossier, "--quarter", quarter, *more] for more in papers),
        ["corrections", dossier, "--since", "2023-12-31"],
        *(["report", dossier, "-o", f"out/report.{suffix}"] for suffix in ("html", "xlsx", "docx")),
        ["form", "--units", dossier, "--as-of", str(world.as_of), "-o", "out/form.xlsx"],
        ["form", ruleset, "--units", dossier, "--as-of", str(world.as_of), "--transpose", "-o", "out/across.xlsx"],
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
