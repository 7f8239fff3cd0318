# make run    sets everything up, fetches the default models and serves the page
# make test   lint, types, unit, API and browser tests; installs what they need
# make sweep  every architecture of transformers, tiny, against transformers itself
# make bench  every figure as a ratio against a peer, in one run

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
PORT ?= 7860
WORKERS ?= 2
# A browser test that fails is tried anew, twice at most: some read the page before it has settled.
# One thread each, or they wait for each other. The browser tests by themselves, so that a worker starts
# one server and one browser, and not anew after every file of another kind.
PYTEST := OMP_NUM_THREADS=1 $(PY) -m pytest -n $(WORKERS) --dist loadfile
BIN := node_modules/.bin

.PHONY: run install fetch test lint types unit scripts golden sweep architectures bench fix clean

run: install fetch
	$(PY) app.py serve --port $(PORT)

install: $(VENV)/.installed

fetch: install
	@$(PY) app.py fetch

# The stamps are newer than the pins they were made from, so a second call does nothing.
$(VENV)/.installed: requirements.txt
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(PIP) install -r requirements-dev.txt
	@touch $@

# What checks the scripts of the page; running the page needs none of it.
node_modules/.installed: package.json package-lock.json $(VENV)/.installed-dev
	.ci/node npm ci
	@touch $@

test: $(VENV)/.installed-dev
	@.ci/chromium
	@$(MAKE) --no-print-directory lint types
	@$(MAKE) --no-print-directory scripts
	@$(PY) app.py fetch
	$(PYTEST) --ignore tests/browser
	$(PYTEST) --reruns 2 tests/browser

lint: $(VENV)/.installed-dev node_modules/.installed
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.ci/node $(BIN)/biome check

# app.py beside app/ would be taken for the package, so it is checked alone.
types: $(VENV)/.installed-dev node_modules/.installed
	$(PY) -m mypy app visualizers tests benchmarks
	$(PY) -m mypy app.py
	.ci/node $(BIN)/tsc

unit: $(VENV)/.installed-dev scripts
	$(PYTEST) -m "not browser and not models" --ignore tests/browser --ignore tests/sweep

scripts: node_modules/.installed
	.ci/node node --test $$(find tests/scripts -name "*.test.js")

# Writes what the scripts take from Python: their types, and the numbers their tests are held to.
golden: $(VENV)/.installed-dev
	$(PY) -m tests.golden
	$(PY) -m tests.payloads
	$(PY) -m tests.script_constants

sweep: $(VENV)/.installed-dev
	$(PY) -m tests.sweep

# Writes the page that `make sweep` compares with.
architectures: $(VENV)/.installed-dev
	$(PY) -m tests.sweep --write

fix: $(VENV)/.installed-dev node_modules/.installed
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	.ci/node $(BIN)/biome check --write

bench: $(VENV)/.installed-dev
	@.ci/chromium
	@$(PY) app.py fetch
	$(PY) -m benchmarks

clean:
	rm -rf $(VENV) node_modules build dist .mypy_cache .ruff_cache .pytest_cache
