# make run    build everything and publish it; creates .venv first
# make ui     Dagster's pages on http://127.0.0.1:3000
# make test   the tests
# make axe    axe-core, which the tests in a browser need (needs npm)
# make check  format, lint of Python and SQL, types
# make bench  speed and memory on made-up waves; options: make bench BENCH="--help"
# make fuzz   damaged exports by the ten thousands; another number: make fuzz FUZZ=100000
# make false-alarms  how often nothing alarms the checks of the series, on made-up programmes
# make bench-xlsx  reading a large workbook, against the library alone
# make bench-cold  a first build of this survey, against importing what it rests on
# make clean  forget all builds, runs and caches; make clean-all: .venv as well
# make lock   resolve the dependencies anew (needs uv and a network)

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

PYTHON ?= python3
FUZZ ?= 30000
VENV := .venv
BIN := $(VENV)/bin
AXE := tests/browser/node_modules/.package-lock.json
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL_ALL := $(PIP) install --no-deps --require-hashes --requirement
RESOLVE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-header --quiet pyproject.toml --extra build

.PHONY: run ui test axe check bench bench-xlsx bench-cold fuzz false-alarms clean clean-all lock

run: $(VENV)/.installed
	@$(BIN)/waves build

ui: $(VENV)/.installed
	@$(BIN)/waves ui

test: $(VENV)/.installed-dev
	@$(BIN)/pytest -n 2 --dist loadfile

axe: $(AXE)

check: $(VENV)/.installed-dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar --nocolor sql
	@$(BIN)/mypy

bench: $(VENV)/.installed
	@$(BIN)/python -m benchmarks.bench $(BENCH)

bench-xlsx: $(VENV)/.installed
	@$(BIN)/python -m benchmarks.workbook

bench-cold: $(VENV)/.installed
	@$(BIN)/python -m benchmarks.cold

fuzz: $(VENV)/.installed-dev
	@FUZZ=$(FUZZ) $(BIN)/pytest -n 2 --hypothesis-show-statistics tests/extract/test_fuzz.py

false-alarms: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.checks.false_alarms --programmes 1000

clean:
	@find data/warehouse -mindepth 1 ! -name .gitkeep -delete
	@rm -rf .pytest_cache .mypy_cache .ruff_cache build *.egg-info
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

clean-all: clean
	@rm -rf $(VENV)

lock:
	@$(RESOLVE) --output-file requirements.lock
	@$(RESOLVE) --extra dev --output-file requirements-dev.lock

# Its version and its hash stand in package-lock.json.
$(AXE): tests/browser/package-lock.json
	@npm ci --prefix $(<D) --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1)' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1 || true)." >&2; \
		echo "Name another one: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Creating $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV)

# The stamps are older than the lock, or gone with .venv, when there is something to install.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the packages of $< …" >&2
	@$(INSTALL_ALL) $<
	@$(PIP) --quiet install --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q pipelines
	@$(BIN)/python -c "from pipelines.report.pages import get_ready; get_ready()"
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing the packages of $< …" >&2
	@$(INSTALL_ALL) $<
	@$(PIP) --quiet install --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q pipelines
	@$(BIN)/python -c "from pipelines.report.pages import get_ready; get_ready()"
	@touch $@ $(VENV)/.installed
