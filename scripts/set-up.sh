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
# durable_rules has no wheels and is built from source; from Python 3.13 on it is not used (docs/python.md).
if "$python" -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then
  command -v "${CC:-cc}" >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 ||
    stop "a C compiler is missing: apt install build-essential (Debian, Ubuntu), dnf install gcc (Fedora), xcode-select --install (macOS)"
  "$python" -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' ||
    stop "Python's C headers are missing: apt install python3-dev (Debian, Ubuntu), dnf install python3-devel (Fedora)"
fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "ntm-rules: installing into $venv (once; about a minute)"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e "$requirement" ||
  stop "the installation failed; the lines above say why"
