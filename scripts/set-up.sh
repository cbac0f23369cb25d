#!/bin/sh
# Makes the virtual environment that the Makefile works in. Each thing that is missing is said in one line.
# usage: set-up.sh PYTHON VENV REQUIREMENT
set -eu
python=$1 venv=$2 requirement=$3

stop() {
  echo "ntm-rules: $1" >&2
  exit 1
}

command -v "$python" >/dev/null 2>&1 ||
  stop "Python is not installed ($python): install python3 3.11 or later (Debian, Ubuntu: apt install python3 python3-venv)"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  stop "$("$python" --version) is too old: 3.11 or later is needed (say which with: make PYTHON=python3.12)"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  stop "Python's venv is not installed: apt install python3-venv (Debian, Ubuntu)"
# durable_rules has no wheels and is built from source; from Python 3.13 on it is not used (docs/python.md). Without it the
# demo runs on the plain matcher, with the same answers; the tests hold the two against each other and need both.
missing=
if "$python" -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then
  include=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
  echo 'int one(void) { return 1; }' | ${CC:-cc} -x c -c - -o /dev/null 2>/dev/null ||
    missing="a C compiler is missing: apt install build-essential (Debian, Ubuntu), dnf install gcc (Fedora), xcode-select --install (macOS)"
  [ -n "$missing" ] || [ -e "$include/Python.h" ] ||
    missing="Python's C headers are missing: apt install python3-dev (Debian, Ubuntu), dnf install python3-devel (Fedora)"
fi
[ -z "$missing" ] || [ "$requirement" = . ] || stop "$missing"
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "ntm-rules: installing into $venv (once; about a minute)"
failed="the installation failed; the lines above say why"
if [ -n "$missing" ]; then
  echo "ntm-rules: without durable_rules ($missing); sessions run on the plain matcher, with the same answers"
  sh "$(dirname "$0")/without-compiler.sh" "$(cd "$venv/bin" && pwd)/python" -e . || stop "$failed"
else
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e "$requirement" || stop "$failed"
fi
