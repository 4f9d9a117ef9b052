# Names for commands; the logic is in the programs they call.
# `make help` lists them.

.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
UV := VIRTUAL_ENV=$(VENV) $(BIN)/uv
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-annotate --custom-compile-command "make lock"

# Without compiled files every process of a test would compile the program anew, and there are hundreds.
unexport PYTHONDONTWRITEBYTECODE

$(BIN)/uv: requirements-bootstrap.txt
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bootstrap.txt
	@touch $@

$(VENV)/run.stamp: $(BIN)/uv requirements.txt pyproject.toml
	$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements.txt
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-test.txt
	$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements-test.txt
	@touch $@

.PHONY: install
install: $(VENV)/test.stamp ## make the environment in .venv, with everything for development

.PHONY: run
run: $(VENV)/run.stamp ## start the product on SQLite and print one address to open
	$(BIN)/forecasts serve

.PHONY: demo
demo: $(VENV)/run.stamp ## fill the empty database with a made-up story
	$(BIN)/forecasts demo

.PHONY: test
test: $(VENV)/test.stamp ## all tests, on SQLite and PostgreSQL, with coverage
	$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal -m "not nightly" --cov --cov-report=term

.PHONY: nightly
nightly: $(VENV)/test.stamp ## the tests that take minutes each
	$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal -m nightly

.PHONY: lint
lint: $(VENV)/test.stamp ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint templates

.PHONY: check
check: lint ## the same, and the fast tests
	$(BIN)/python -m pytest --quiet --numprocesses=2 --dist=worksteal -m "not slow and not nightly and not browser"

.PHONY: format
format: $(VENV)/test.stamp ## let the formatters write
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --quiet --reformat templates || true

# What we are compared with stays out of the environment: in a folder that only the benchmark reads.
$(VENV)/bench.stamp: $(VENV)/test.stamp requirements-bench.txt
	$(UV) pip install --quiet --require-hashes --target $(VENV)/bench -r requirements-bench.txt \
	  && touch $@ || echo "not all libraries to compare with could be installed"

.PHONY: bench
bench: $(VENV)/bench.stamp ## the measurements of benchmarks/, slow on purpose
	$(BIN)/python -m benchmarks

.PHONY: rules
rules: $(VENV)/run.stamp ## write docs/rules.md and docs/permissions.md anew from the tables in the code
	$(BIN)/python -m forecasts.extraction.rulebook > docs/rules.md
	$(BIN)/python -m forecasts.web.handbook > docs/permissions.md

.PHONY: lock
lock: $(BIN)/uv ## pin and hash what pyproject.toml asks for
	$(LOCK) --group bootstrap --output-file requirements-bootstrap.txt
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) --group bench --output-file requirements-bench.txt
	$(LOCK) pyproject.toml --extra channels --extra llm --extra oidc --extra postgres --group test --constraint requirements.txt --output-file requirements-test.txt

.PHONY: help
help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12
