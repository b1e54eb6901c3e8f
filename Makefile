# The everyday commands; `make` alone lists them. Needs python3 and make, nothing else.

PORT ?= 8000
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# Only wheels, only the pinned ones.
INSTALL := $(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:
LOCK := $(PYTHON) -m uv --no-config pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --only-binary :all: --no-strip-extras --no-emit-index-url --custom-compile-command "make lock"

# What another project left in the shell must not reach this one.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONDONTWRITEBYTECODE DJANGO_SETTINGS_MODULE

.DEFAULT_GOAL := help
.PHONY: help run test lint format content messages lock bench

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run.stamp ## serve the site on http://127.0.0.1:8000/ (PORT=... for another port)
	@echo "Preparing the database ..."
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_content
	@$(MANAGE) demo_admin
	@echo
	@echo "  The site is at      http://127.0.0.1:$(PORT)/"
	@echo "  The newsroom is at  http://127.0.0.1:$(PORT)/admin/"
	@echo "  Stop it with Ctrl-C."
	@echo
	@exec .venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
		--blocking-threads 4 --no-ws --log-level warning jakinfo.wsgi:application

test: .venv/dev.stamp ## run the tests on SQLite (ARGS="tests/drugs -x" for some of them)
	@echo "SQLite only; PostgreSQL, Redis and the browser journeys are run by .ci/run."
	@$(PYTHON) -m pytest -n auto --dist worksteal $(ARGS)

lint: .venv/dev.stamp ## check style, formatting and missing migrations
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(MANAGE) makemigrations --check --dry-run

format: .venv/dev.stamp ## let ruff put the code in order
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

content: .venv/run.stamp ## load the fact base (again: it changes only what has changed)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_content

messages: .venv/dev.stamp ## gather the texts for translators into locale/django.pot
	@$(PYTHON) -m tests.languages.gathering

bench: .venv/dev.stamp ## measure the site against its server (ARGS="--drugs 1200 --write")
	@$(PYTHON) bench/speed.py $(ARGS)

lock: .venv/dev.stamp ## pin the newest allowed versions of all dependencies, with hashes
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

.venv/run.stamp: requirements.txt
	@echo "Installing what the site runs on into .venv ..."
	@python3 -m venv --clear .venv
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt requirements-axe.txt
	@echo "Installing what the tests need into .venv ..."
	@$(INSTALL) -r requirements.txt -r requirements-dev.txt
	@$(INSTALL) --no-deps -r requirements-axe.txt
	@touch $@
