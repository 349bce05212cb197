# Two commands do everything: `make demo` and `make test`.
# PYTHON may name another interpreter, version 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help demo install test lint types contracts unit audit schemas messages benchmark clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

install: $(STAMP)  ## the environment, from pinned constraints

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: install  ## grade the reference solutions, every check of every exercise
	$(BIN)/grade submit reference_solutions

test: install lint types contracts unit  ## linters, types, import contracts and all tests

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

unit: install
	PYTHONHASHSEED=0 $(BIN)/python -m pytest -q -n auto --dist loadgroup --ignore tests/hostile
	$(BIN)/python -m pytest -q tests/hostile

audit: install  ## the checks of every exercise put to the proof, in full; minutes
	$(BIN)/grade audit

schemas: install  ## write the published JSON Schemas anew
	$(BIN)/python -m grader.spec.schema docs/reference

messages: install  ## bring the message catalogs up to date with the source, and compile them
	$(BIN)/python -m tests.unit.model.catalogs

benchmark: install  ## gradings a second, side by side with plain pytest
	$(BIN)/python benchmarks/throughput.py

clean:  ## remove the environment and all caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist build
