# The commands of the portal. Everything is done by the scripts in tools/; `make` alone lists the commands.
PORT ?= 8000
export PORT SIZES
python := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup seed demo test test-fast bench lint format requirements clean

help: ## Say what there is
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what the portal needs to run: system libraries, .venv, front-end packages, static files
	@tools/setup

seed: setup ## Set up, then make the database: tables, rubrics, demo data
	@$(python) tools/seed.py

demo: seed ## Set up, seed, then run web, worker and beat on http://127.0.0.1:8000 (PORT= changes it)
	@exec $(python) tools/demo.py

test: ## All checks and tests, on SQLite and on PostgreSQL + Redis, and the browser walks
	@tools/setup --dev
	@exec $(python) tools/run_tests.py

test-fast: ## Quick tests for daily work: SQLite, no services, no browser (ONLY=tests/registrations: all of a folder)
	@tools/setup --dev
	@exec $(python) tools/run_tests.py --fast

bench: ## Measure the pages at several sizes (SIZES=200,2000,20000), tables in build/
	@tools/setup --dev
	@exec $(python) tools/bench.py

lint: ## The checks of `make test` without its tests
	@tools/setup --dev
	@exec $(python) tools/run_tests.py --lint

format: ## Put Python files into the house's form
	@tools/setup --dev
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .

requirements: ## Remake the pinned requirements from the .in files
	@tools/setup --dev
	@tools/lock

clean: ## Remove everything that make made here, the demo database and its uploads included
	rm -rf .venv node_modules var build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} + ; find locale -name '*.mo' -delete
