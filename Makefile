# Two commands: `make demo` shows a complaint travel, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Tests rewritten for their assertions are kept as bytecode: five seconds a worker from the second run on.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install demo test long lint torture bench bench-load lock clean

# A service may not write into this tree: without bytecode each start would compile it, 0.7 s a process.
install: $(VENV)/.installed
	@$(BIN)/python -m compileall -q bot classifiers complaints conversations handlers storage

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "narahubung memerlukan Python 3.11 atau lebih baru, ini %d.%d" % sys.version_info[:2] or 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Memasang pustaka (sekali saja) ..."
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.installed-test: requirements/test.txt $(VENV)/.installed
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

demo: install
	$(BIN)/narahubung demo

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(VENV)/.installed-test lint
	$(BIN)/python -m pytest -n 3 --dist worksteal

long: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n 2 --dist worksteal --long -m long

torture: $(VENV)/.installed-test
	$(BIN)/python -m pytest --torture -m "torture or long" --timeout 3600

bench: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks

# Whole complaints a minute in real processes; takes minutes. LOAD="--databases sqlite --seconds 10" for less.
bench-load: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks.load $(LOAD)

# Needs uv in the environment; writes the hash-checked pins without naming any index.
lock:
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --extra build -o requirements/run.txt -q
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --extra build --extra test -o requirements/test.txt -q

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
