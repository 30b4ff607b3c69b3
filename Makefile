# Engage: a handful of targets. `make help` lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
ASSETS := static/build/nhsuk-frontend.min.css
STAMPS := .venv/stamps
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Tests start Engage a hundred times over: what was compiled once is kept, whatever this shell says of it.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
IN_PARALLEL := -n auto --maxprocesses 4
RULES_AND_HOUSE := tests/rules tests/house

.PHONY: help run test install check quick bench bench-full faults lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: $(STAMPS)/run $(ASSETS) ## start Engage with a demonstration year (PORT=8000, ENGAGE_HOME=var)
	@ENGAGE_DEMONSTRATION=$${ENGAGE_DEMONSTRATION:-1} exec $(BIN)/python bin/start

test: $(STAMPS)/test $(ASSETS) ## set up what tests need, then run them all
	@bin/test-tools
	@$(PYTEST) $(IN_PARALLEL) -m "not browser"; ordinary=$$?; \
	$(PYTEST) -m browser && exit $$ordinary

install: $(STAMPS)/test $(ASSETS) ## set up everything for running and testing, and start nothing

check: install ## format, lint, types, import contracts, then the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

quick: $(STAMPS)/test ## the rules and the house only, in less than a minute
	@$(PYTEST) -q $(IN_PARALLEL) --dist loadgroup --examples 25 -m "not database and not thorough" $(RULES_AND_HOUSE)

bench: install ## measure speed at 1,000 and 10,000 activities (ten minutes at most)
	$(BIN)/python -m bench

bench-full: install ## the same at 100,000 too, after 10,000 odd inputs, then who waits for whom
	$(BIN)/python -m bench.fuzz
	$(BIN)/python -m bench --full
	$(BIN)/python -m bench.waiting

faults: install ## kill what Engage does at random moments on both databases, and look what stands
	$(BIN)/python -m bench.faults

lock: ## work out the exact packages and their hashes anew
	@bin/lock

clean: ## remove what make made; the data folder stays
	rm -rf .venv node_modules static/build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# -- set-up, done again only when its list has changed

$(STAMPS)/venv:
	@bin/make-venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements.txt pyproject.toml | $(STAMPS)/venv
	@echo "Installing what Engage stands on"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q engage config.py
	@touch $@

$(STAMPS)/test: requirements-dev.txt $(STAMPS)/run
	@echo "Installing what its tests need"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/made: package-lock.json | $(STAMPS)/venv
	@bin/node-packages
	@touch $@

$(ASSETS): node_modules/made bin/build-assets
	@$(BIN)/python bin/build-assets
