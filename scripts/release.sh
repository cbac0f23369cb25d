#!/bin/sh
# Wheel and sdist in dist/, checked: built twice with equal bytes, their metadata and contents looked at, and the wheel installed
# into a new environment, without a C compiler, where it decides. usage: release.sh BIN (the environment with the tools)
set -eu
bin=$1
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1704067200)
export SOURCE_DATE_EPOCH
again=build/dist-again
rm -rf dist "$again"
"$bin/python" -m build --no-isolation --outdir dist . >/dev/null
"$bin/python" -m build --no-isolation --outdir "$again" . >/dev/null
for file in dist/*; do
  cmp "$file" "$again/${file##*/}" || { echo "ntm-rules: $file is not the same when it is built again" >&2; exit 1; }
done
"$bin/twine" check --strict dist/*
"$bin/check-wheel-contents" dist/*.whl
"$bin/python" - <<'PYTHON'
import tarfile, zipfile
from pathlib import Path

[wheel], [sdist] = Path("dist").glob("*.whl"), Path("dist").glob("*.tar.gz")
held = set(zipfile.ZipFile(wheel).namelist())
source = {name.partition("/")[2] for name in tarfile.open(sdist).getnames()}
for name in ("ntm_rules/py.typed", "ntm_rules/rulesets/measures/common.yaml", "ntm_rules/cli/diagnostics/catalogue/tables.toml"):
    assert name in held, f"{name} is not in the wheel"
assert all(name.startswith("ntm_rules") for name in held), "the wheel holds more than the package"
for name in ("README.md", "CHANGELOG.md", "LICENSE", "Makefile", "mkdocs.yml", "docs/tutorial.vi.md", "examples/demo.sh", "tests/conftest.py"):
    assert name in source, f"{name} is not in the sdist"
print(f"{len(held)} files in the wheel, {len(source)} in the sdist")
PYTHON
# As on a machine without a compiler: durable_rules is left out, sessions run on the plain matcher.
venv=build/dist-venv
rm -rf "$venv"
"$bin/python" -m venv "$venv"
sh "$(dirname "$0")/without-compiler.sh" "$PWD/$venv/bin/python" dist/*.whl
(cd / && "$OLDPWD/$venv/bin/ntm-rules" show "vn/civilised-township#3.3" --lang en)
ls -l dist
