# Two commands do everything: `make demo` and `make test`.
# PYTHON may name another interpreter, version 3.11 or newer.
# BROWSER=no leaves out the tests that look at pages in a Chromium.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BROWSER ?= yes
CHOSEN := $(if $(filter no,$(BROWSER)),-m 'not browser')

.PHONY: help demo install test lint types contracts unit browser docs pictures audit schemas messages benchmark clean

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

test: install lint types contracts browser unit  ## linters, types, import contracts and all tests

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

unit: install
	PYTHONHASHSEED=0 $(BIN)/python -m pytest -q -n auto --dist loadgroup --ignore tests/hostile $(CHOSEN)
	$(BIN)/python -m pytest -q tests/hostile

browser:  ## a Chromium for the tests of pages: installed where this is Debian and you are root
ifneq ($(BROWSER),no)
	@command -v chromium || command -v chromium-browser || command -v google-chrome || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends chromium >/dev/null; } || { \
	  echo "No Chromium: install one (apt-get install chromium), or leave its tests out: make test BROWSER=no" >&2; \
	  exit 1; }
endif

docs: install  ## the docs site, in site/; any warning ends it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "Open site/index.html in a browser, or serve it: python3 -m http.server -d site"

pictures: install browser  ## the pictures of pages in docs/images, graded and taken anew
	$(BIN)/python -m tests.browser.pictures docs/images

audit: install  ## the checks of every exercise put to the proof, in full; minutes
	$(BIN)/grade audit

schemas: install  ## write the published JSON Schemas anew
	for name in exercise report summary difference; do \
		$(BIN)/grade schema $$name > docs/reference/$$name.schema.json || exit 1; done

messages: install  ## bring the message catalogs up to date with the source, and compile them
	$(BIN)/python -m tests.unit.model.catalogs
	$(BIN)/python -m tests.unit.model.rules_page > docs/reference/rules.md

benchmark: install  ## what a grading costs, side by side with plain pytest; minutes on a machine that does nothing else
	for name in throughput where latency memory wire confinement; do \
		$(BIN)/python benchmarks/$$name.py || exit 1; done

clean:  ## remove the environment and all caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist build site
