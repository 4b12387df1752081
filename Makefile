# `make help` lists what can be done. Everything happens inside this folder.

PYTHON ?= python3
BIN := .venv/bin
VENDOR := huiying/ui/static/vendor/.complete
PO := $(wildcard huiying/locale/*/LC_MESSAGES/*.po)
# Checks must not touch the data of a service that runs from here.
CHECK := HUIYING_HOME=.cache/check

.PHONY: help setup run test lint bench messages docs screenshots lock clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-11s %s\n", $$1, $$2}'

setup: .venv/.complete $(VENDOR) $(PO:.po=.mo) ## install everything needed; quick when nothing changed

.venv/.complete: requirements/dev.txt pyproject.toml huiying/__init__.py
	@PYTHON=$(PYTHON) scripts/venv.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENDOR): package-lock.json scripts/vendor.py scripts/npm-ci.sh | .venv/.complete
	scripts/npm-ci.sh
	$(BIN)/python scripts/vendor.py
	@touch $@

%.mo: %.po | .venv/.complete
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: setup ## start Huiying with a demonstration district on http://127.0.0.1:8000
	@$(BIN)/huiying init
	@$(BIN)/huiying demo --if-empty
	@$(BIN)/huiying serve

test: setup ## every check: style, types, layers, SQLite, PostgreSQL, browser
	@scripts/debian.sh
	@scripts/spark.sh
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -q -n 2 -m "not browser"
	HUIYING_TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n 2 -m "not browser"
	$(BIN)/python -m pytest -q -n 2 -m browser

lint: setup ## style, types, layers, missing migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(CHECK) $(BIN)/mypy
	$(BIN)/lint-imports
	$(CHECK) $(BIN)/huiying manage makemigrations --check --dry-run

BENCHES := bench bench.insights bench.reading bench.problems bench.adding bench.prints bench.escalation

bench: setup ## every benchmark, at 10k, 100k and 1M cases, on both databases: takes hours
	@missed=0; for one in $(BENCHES); do $(BIN)/python -m $$one || missed=1; done; exit $$missed

messages: setup ## gather texts for translation (needs Debian's gettext)
	cd huiying && HUIYING_HOME=../.cache/check ../$(BIN)/huiying manage makemessages -l en --no-location --no-wrap --ignore 'static/*'

docs: setup ## write the reference pages that come from the code
	$(BIN)/python -m scripts.docs

screenshots: setup ## play the tutorial in a browser and take the pictures anew
	$(BIN)/python -m scripts.screenshots

lock: .venv/.complete ## choose library versions anew from requirements/*.in
	scripts/lock.sh

clean: ## remove what setup and tests made; keeps ./data
	rm -rf .venv .cache node_modules huiying/ui/static/vendor build *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find huiying -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
