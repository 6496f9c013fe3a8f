# Copydesk: `make run` and `make test` set up everything they need first.

UV_LOCAL := .tools/bin/uv
UV := $(or $(shell command -v uv 2>/dev/null),$(UV_LOCAL))
RUN := $(UV) run --no-sync
# Many tests wait for servers and browsers, so one worker more than there are processors keeps these busy.
PYTEST_FLAGS ?= -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.DEFAULT_GOAL := help
.PHONY: help setup setup-system run activity test coverage check format bench docs clean

help: ## Show the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

$(UV_LOCAL):
	python3 -m venv .tools
	.tools/bin/pip install --quiet "uv>=0.9"

setup: $(if $(filter $(UV_LOCAL),$(UV)),$(UV_LOCAL)) ## Install the Python and Node packages, build the back office
	$(UV) sync --locked --quiet
	scripts/node-packages
	scripts/back-office

setup-system: ## Install the servers and the browser that the tests use (apt, when root)
	scripts/system-packages

run: setup ## Start Copydesk
	$(RUN) copydesk serve --demo

activity: setup ## Let simulated colleagues work at the newsroom that runs
	$(RUN) copydesk demo --activity

test: setup-system setup check ## Run every check and every test
	npm test --prefix backoffice --silent
	$(RUN) pytest $(PYTEST_FLAGS)

coverage: setup-system setup ## Run every test and show what no test reaches; takes about twice as long
	$(RUN) pytest $(PYTEST_FLAGS) --cov --cov-report=term:skip-covered

check: setup ## Format, lint, types and layers, without tests
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports
	npm run check --prefix backoffice --silent

format: setup ## Format the code and mend what ruff can mend
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

bench: setup ## Run the benchmarks and print their figures
	@for file in $(filter-out bench/manpages_corpus.py bench/live_import.py,$(wildcard bench/*.py)); do echo "== $$file"; $(RUN) python $$file || exit 1; done

docs: setup-system setup ## Run the snippets of the documentation, and make its pictures anew
	$(RUN) pytest -q tests/docs
	$(RUN) python scripts/pictures.py

clean: ## Remove what the other targets made
	rm -rf src/copydesk/back_office .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis dist htmlcov .coverage
	find . -name node_modules -prune -exec rm -rf {} +
