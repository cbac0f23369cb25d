# `make demo` and `make test` do all their own set-up: Python 3.11 or later and a C compiler are all they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# How many worlds the executors are held together on; `make full` tries 2,000.
EXAMPLES ?= 400

.PHONY: demo test full lint types unit bench clean

demo: $(VENV)/.ready
	@sh examples/demo.sh $(BIN)

test: lint types unit

full:
	$(MAKE) test EXAMPLES=2000

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

unit: $(VENV)/.ready-dev
	NTM_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -q -n auto --dist worksteal

bench: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.ready: pyproject.toml scripts/set-up.sh
	@sh scripts/set-up.sh "$(PYTHON)" "$(VENV)" "."
	@touch $@

$(VENV)/.ready-dev: pyproject.toml scripts/set-up.sh
	@sh scripts/set-up.sh "$(PYTHON)" "$(VENV)" ".[dev]"
	@touch $@ $(VENV)/.ready
