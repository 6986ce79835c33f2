# Two commands: `make demo` shows the product, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.PHONY: help demo up down status services test check bench truth lock format clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: .venv/base ## the whole product on demo data, in the foreground (DEMO_SIZE=, ALL=1, PORT=)
	@$(PY) -m daas.runner demo

up: .venv/base ## the same in the background
	@$(PY) -m daas.runner up

down: .venv/base ## stop what runs in the background
	@$(PY) -m daas.runner down

status: .venv/base ## say what runs
	@$(PY) -m daas.runner status

services: .venv/base ## only PostgreSQL and Redis, migrated: an empty instance
	@$(PY) -m daas.runner services

test: .venv/dev ## the whole suite on servers of its own
	@$(PY) -m daas.messages
	@$(PY) -m pytest -n 2 --dist loadfile

check: .venv/dev ## format, lint, types, layers, migrations, translations, docs
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@$(PY) -m daas.messages
	@$(PY) -m daas.messages check
	@.venv/bin/lint-imports --no-cache
	@$(PY) -m daas.runner.checking

bench: .venv/dev ## figures as ratios (SIZE=)
	@$(PY) -m bench

truth: .venv/dev ## long statistical experiments, and laws on examples never tried before
	@$(PY) -m daas.messages
	@EXPLORE=1 $(PY) -m pytest -n 2 --dist loadfile -m hypothesis
	@$(PY) -m bench.truth

lock: .venv/dev ## compile requirements/*.in into pinned, hashed *.txt
	@for name in base dev; do $(PY) -m uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done

format: .venv/dev ## put the code in order
	@.venv/bin/ruff check -q --fix . ; .venv/bin/ruff format -q .

clean: ## forget all demo and test data
	@$(PY) -m daas.runner down 2>/dev/null; rm -rf var

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/base: requirements/base.txt | .venv/bin/python
	@echo "Installing what the product needs"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements/dev.txt .venv/base | .venv/bin/python
	@echo "Installing what checks and tests need"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@
