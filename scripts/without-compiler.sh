#!/bin/sh
# Installs ntm-rules without durable_rules, which is built with a C compiler: sessions run on the plain matcher, with the same
# answers. usage: without-compiler.sh PYTHON [WHAT], as in `without-compiler.sh python`, `without-compiler.sh python -e .`
set -eu
python=$1
shift
[ $# -gt 0 ] || set -- .
cd "$(dirname "$0")/.."
"$python" - <<'PYTHON' | "$python" -m pip install --quiet --disable-pip-version-check --only-binary :all: -r /dev/stdin
import tomllib
from pathlib import Path

needed = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
print("\n".join(line for line in needed if not line.startswith("durable")))
PYTHON
"$python" -m pip install --quiet --disable-pip-version-check --no-deps "$@"
