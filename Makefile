# Everything lives in .venv. The stamp files remember what is installed: a second `make run` needs no network.

PYTHON ?= python3
PYTEST_FLAGS ?=
LOCK_FLAGS ?= --upgrade

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
ITSELF := --no-deps --no-build-isolation --editable .
SOURCES := src tests hatch_build.py
FRONT_END := hatch_build.py $(filter-out frontend/node_modules,$(wildcard frontend/*)) $(wildcard frontend/src/* frontend/src/stories/* \
	frontend/public/* src/neurotag/lab/words/*)
PEERS := $(addprefix src/neurotag/bench/peers/peer-,nest brian2 elephant)

LOCK_BIN := .venv-lock/bin
LOCK := $(LOCK_BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command "make lock" $(LOCK_FLAGS)

.DELETE_ON_ERROR:
.DEFAULT_GOAL := run
.PHONY: run lab test test-slow bench bench-find check format lock clean lint

run: .venv/.stamp-run
	$(BIN)/neurotag run stove --brain everyday --brain vulnerable --seed 7 --out runs/stove

lab: .venv/.stamp-lab
	$(BIN)/neurotag lab

test: lint .venv/.stamp-lab .venv/.stamp-chromium
	$(BIN)/pytest $(PYTEST_FLAGS)

test-slow: .venv/.stamp-test .venv/.stamp-lab .venv/.stamp-chromium
	$(BIN)/pytest -m "slow or claim" $(PYTEST_FLAGS)

bench: .venv/.stamp-run
	$(BIN)/neurotag bench

bench-find: .venv/.stamp-run
	$(BIN)/python -m neurotag.bench.finding

check: lint

lint: .venv/.stamp-test
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.stamp-test
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

lock: .venv-lock/bin/uv
	@echo "lock: compiling the requirements of a run, of the tests, and of the peers that are measured"
	@export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-}}"; \
	test -n "$$UV_DEFAULT_INDEX" || unset UV_DEFAULT_INDEX; \
	$(LOCK) --output-file requirements/run.txt requirements/run.in >/dev/null && \
	$(LOCK) --output-file requirements/test.txt requirements/test.in >/dev/null && \
	for peer in $(PEERS); do $(LOCK) --output-file $$peer.txt $$peer.in >/dev/null || exit 1; done

clean:
	rm -rf .venv .venv-lock build dist runs .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf frontend/node_modules src/neurotag/lab/static
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.stamp-run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "set-up: installing what a run needs (once)"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install $(ITSELF)
	@touch $@

# The requirements of the tests hold those of a run, so this set-up serves both.
.venv/.stamp-test: requirements/test.txt pyproject.toml | .venv/bin/python
	@echo "set-up: installing what the tests need (once)"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@$(PIP) install $(ITSELF)
	@touch .venv/.stamp-run $@

# The page of the lab. A run needs none, and no Node packages.
.venv/.stamp-lab: $(FRONT_END) | .venv/.stamp-run
	@echo "set-up: building the page of the lab"
	@$(BIN)/python hatch_build.py
	@touch $@

.venv/.stamp-chromium: | .venv/.stamp-test
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	echo "set-up: installing Chromium for the tests of the lab (once)"; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	then apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null; \
	else $(BIN)/python -m playwright install chromium; fi; }
	@touch $@

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || \
	{ echo "error: $(PYTHON) is not there. Install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "error: neurotag needs Python 3.11 or newer (got $$($(PYTHON) -V 2>&1)). Name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	{ echo "error: $(PYTHON) has no venv module. Install it (Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "set-up: making .venv with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv .venv

.venv-lock/bin/uv: | .venv/bin/python
	@echo "set-up: installing uv, which compiles the requirements (once)"
	@$(BIN)/python -m venv .venv-lock
	@$(LOCK_BIN)/python -m pip --quiet --disable-pip-version-check install uv
