# `make demo` and `make test` do all the set-up on a fresh machine: Python 3.11+ and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO_DB := demo.db
# Real articles with expected answers, where someone has them; what needs them skips with a word where they are absent.
export TRACKER_SHARED ?= $(abspath ../shared)

.PHONY: help demo test lint score bench stress docs clean
help:
	@echo "make demo    set up and print the bundled story's states at four moments"
	@echo "make test    set up and run the test suite (PostgreSQL too, where a server answers)"
	@echo "make lint    ruff and mypy"
	@echo "make score   score the extraction on real articles, where TRACKER_SHARED names them"
	@echo "make bench   measure appending, rebuilding, asking and fetching, each against its limit in the same run, and extraction"
	@echo "make stress  the long fault and concurrency tests"
	@echo "make docs    regenerate the generated pages under docs/"
	@echo "make clean   remove the virtual environment and the demo database"

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "tracker needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(STAMP)
	@$(BIN)/tracker demo --db $(DEMO_DB)

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

score: $(STAMP)
	@$(BIN)/python benchmarks/score.py

bench: $(STAMP)
	@$(BIN)/python benchmarks/append.py
	@$(BIN)/python benchmarks/states.py
	@$(BIN)/python benchmarks/fetch.py
	@OMP_NUM_THREADS=1 $(BIN)/python benchmarks/extraction.py

stress: $(STAMP)
	$(BIN)/python -m pytest -m stress --run-stress

docs: $(STAMP)
	$(BIN)/python -m tracker.cli.reference > docs/cli.md

clean:
	rm -rf $(VENV) $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm
