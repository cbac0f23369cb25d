# `make demo` and `make test` do all their own set-up: Python 3.11 or later and, for the tests, a C compiler are all they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# How thorough the properties are: quick, ci or full (tests/profiles.py).
PROFILE ?= ci
PYTEST := $(BIN)/python -m pytest -q -n auto --dist worksteal
# Every worker imports all modules and tests; written once as bytecode, they cost half as much.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo quick test full lint types unit bench docs dist matrix clean

demo: $(VENV)/.ready
	@sh examples/demo.sh $(BIN)

quick: $(VENV)/.ready-dev
	NTM_PROFILE=quick $(PYTEST) -m "not slow" tests

# Types are checked, on one core, while the tests run on the others.
test: lint
	@$(MAKE) --no-print-directory -j 2 types unit

full:
	$(MAKE) test PROFILE=full

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

unit: $(VENV)/.ready-dev
	NTM_PROFILE=$(PROFILE) $(PYTEST)

bench: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/run.py

# The documents as a site, in build/docs: open build/docs/index.html. Fetches nothing; a warning is an error.
docs: $(VENV)/.ready-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# Wheel and sdist in dist/, checked: reproducible, whole, and working where no C compiler is.
dist: $(VENV)/.ready-dev
	@sh scripts/release.sh $(BIN)

# The demo under each Python from 3.11 to 3.14 that is on this machine; says which were found.
matrix: $(VENV)/.ready-dev
	$(BIN)/nox

clean:
	rm -rf $(VENV) dist build .nox .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.ready: pyproject.toml scripts/set-up.sh
	@sh scripts/set-up.sh "$(PYTHON)" "$(VENV)" "."
	@touch $@

$(VENV)/.ready-dev: pyproject.toml scripts/set-up.sh
	@sh scripts/set-up.sh "$(PYTHON)" "$(VENV)" ".[dev]"
	@touch $@ $(VENV)/.ready
