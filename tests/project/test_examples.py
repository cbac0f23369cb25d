"""The examples do what they say: a service, a nightly job, rules of one's own, a notebook; each in process."""

import ast
import json
import sys
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

import ntm_rules as ntm
from ntm_rules.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"


def loaded(path: str) -> ModuleType:
    """The module of an example."""
    name = f"example_{Path(path).stem}"
    spec = spec_from_file_location(name, EXAMPLES / path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fact(value: float | str, **more: str) -> dict[str, Any]:
    return {"unit": "C", "measure": "income_per_capita", "value": value, "as_of": "2024-03-31", **more}


def test_the_service() -> None:
    pytest.importorskip("fastapi")
    from fastapi.testclient import TestClient

    client = TestClient(loaded("service/app.py").app)
    sent = {"form 1": fact(50)}
    assert [one["rule"] for one in client.post("/statements", json=sent).json()] == ["vn/commune-ntm#10"]
    assert client.post("/statements", json=sent).json() == []
    assert client.get("/outcomes/C", params={"rule": "10"}).json() == "attained"
    changed = client.post("/statements", json={"form 1": fact(20)})
    assert (changed.status_code, changed.json()["diagnostics"][0]["code"]) == (409, "NTM722")
    assert client.put("/statements/form 1", json=fact(20)).json()[0]["after"] == "not_attained"
    decision = client.get("/decisions/C", params={"rule": "10"}).json()
    assert ntm.from_plain("decision", decision).reasons[0].gap is not None
    assert "Thu nhập" in client.get("/explanations/C", params={"rule": "10"}).json()
    refused = client.get("/explanations/C", params={"lang": "fr"})
    assert (refused.status_code, refused.json()["diagnostics"][0]["help"]["en"]) == (422, "give vi, en")
    wrong = client.post("/statements", json={"form 2": fact(20, measure="income")}).json()["diagnostics"][0]
    assert (wrong["fields"]["index"], wrong["fields"]["unit"]) == (0, "C")
    assert client.post("/statements", json={"form 2": fact("many")}).status_code == 422
    assert client.get("/outcomes/Z").status_code == 404
    assert client.put("/units", json={"code": "D", "name": "Sơn Bình", "kind": "commune"}).json() == []
    assert client.get("/outcomes/D").json() == "undetermined"
    assert client.delete("/units/D", params={"on": "2024-06-30"}).status_code == 200
    assert client.get("/outcomes/D").status_code == 404
    assert client.put("/rules").json() == []
    assert client.put("/day", params={"day": "2010-01-01"}).status_code == 422
    assert client.delete("/statements/form 1").json()[0]["after"] == "undetermined"
    recent = client.get("/changes").json()
    assert [one["after"] for one in recent if one["rule"].endswith("#10")] == [
        "attained",
        "not_attained",
        "undetermined",
    ]
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert {"Reason", "Decision"} <= set(schemas)


@pytest.mark.parametrize("ending", ["sqlite", "duckdb"])
def test_the_nightly_job(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if ending == "duckdb":
        pytest.importorskip("duckdb")
    nightly, path = loaded("nightly/nightly.py"), str(tmp_path / f"communes.{ending}")

    def run(*statements: str) -> list[Any]:
        with closing(nightly.opened(path)) as database:
            return [database.execute(one).fetchall() for one in statements]

    run(
        "CREATE TABLE units (code TEXT, name TEXT, region TEXT)",
        "CREATE TABLE facts (unit TEXT, measure TEXT, value DOUBLE, word TEXT, as_of TEXT)",
        "INSERT INTO units VALUES ('1', 'A', 'north_midlands_mountains'), ('2', 'B', NULL)",
        "INSERT INTO facts VALUES ('1', 'income_per_capita', 30.0, NULL, '2024-03-31')",
    )
    assert nightly.main([path, "2024-06-29"]) == 0
    run("INSERT INTO facts VALUES ('1', 'income_per_capita', 50.0, NULL, '2024-06-30')")
    for _ in range(2):
        assert nightly.main([path, "2024-06-30"]) == 0
    changes, counted, _ = run(
        "SELECT unit, rule, before, after FROM changes ORDER BY rule",
        "SELECT count(*) > 10 FROM open_figures WHERE day = '2024-06-30'",
        "INSERT INTO facts VALUES ('2', 'incom', 50.0, NULL, '2024-06-30')",
    )
    assert changes == [("1", "10", "not_attained", "attained"), ("1", "recognition", "not_attained", "undetermined")]
    assert counted in ([(1,)], [(True,)])
    assert nightly.main([path, "2024-07-01"]) == 2
    assert "NTM562" in capsys.readouterr().err
    assert run("SELECT count(DISTINCT day) FROM outcomes") == [[(2,)]]


def test_rules_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    rules = str(EXAMPLES / "own_rules" / "rules")
    for command in (["check", rules], ["test", "--rulesets", rules, rules]):
        result = CliRunner().invoke(main, [*command])
        assert result.exit_code == 0, result.output
    loaded("own_rules/own_rules.py").main()
    said = capsys.readouterr().out
    assert "Gold" in said
    assert "7 shop/gold-customer#1 attained -> not_attained" in said


def test_the_notebook() -> None:
    notebook = json.loads((EXAMPLES / "notebook" / "communes.ipynb").read_text(encoding="utf-8"))
    shown: list[Any] = []
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            *statements, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(statements, []), "notebook", "exec"), names)
            assert isinstance(last, ast.Expr)
            shown.append(eval(compile(ast.Expression(last.value), "notebook", "eval"), names))
            assert cell["outputs"] == []
    table, tree = (one._repr_html_() for one in shown[1:3])
    assert "Bản Bo" in table
    assert tree.startswith("<details open>")
    assert shown[-1] == (3, "attained", "not_attained")
