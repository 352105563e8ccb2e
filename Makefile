# `make` alone lists what there is to do. It needs Python 3.11 or newer with venv; tests also want git, cc and apt.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CATALOGUES := $(wildcard app/locales/*/LC_MESSAGES/*.po)

COMPILE = $(BIN)/uv pip compile pyproject.toml --group setup --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --quiet $(ARGS)

.DELETE_ON_ERROR:
.PHONY: help setup run demo test test-long lint format i18n bench lock clean chromium nginx libreoffice

help:  ## List these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.run  ## Install the program and all it needs into this folder

run: .venv/.run  ## Start the program; ARGS="--port 8080" and the like are handed on
	@exec $(BIN)/fremtidsbilde serve $(ARGS)

demo: .venv/.run  ## Start it with a made-up network of workshops to look around in
	@exec $(BIN)/fremtidsbilde demo $(ARGS)

# Two tests run at once on two cores, and no more than four on more: each process of tests has servers and a browser.
ABREAST = -n $$(nproc | awk '{ print ($$1 < 4 ? $$1 : 4) }') --dist worksteal

# A test that swallows its own time limit ends its process, which is told of as a failure, instead of all tests waiting.
HUNG = -o faulthandler_timeout=400 -o faulthandler_exit_on_timeout=true

test: .venv/.run .venv/.dev chromium nginx  ## Run the tests; ARGS="-k theme", or "-n 0" for one after the other, is handed on
	@$(BIN)/python -m pytest $(ABREAST) $(HUNG) $(ARGS)

test-long: .venv/.run .venv/.dev chromium nginx libreoffice  ## Run the tests that take their time
	@LAW_STORIES=$${LAW_STORIES:-500} $(BIN)/python -m pytest -m 'long or laws' --timeout 1200 $(ABREAST) $(ARGS)

lint: .venv/.run .venv/.dev  ## Check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: .venv/.dev  ## Put the code in its style
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

i18n: .venv/.python  ## Take new texts from the code into the catalogues, and unused ones out
	@mkdir -p .artifacts
	@$(BIN)/pybabel --quiet extract --mapping babel.cfg --add-location file --sort-output --no-wrap \
		--output .artifacts/messages.pot app
	@$(BIN)/pybabel --quiet update --input-file .artifacts/messages.pot --output-dir app/locales \
		--ignore-obsolete --no-fuzzy-matching --no-wrap --ignore-pot-creation-date

bench: .venv/.run .venv/.dev  ## Measure how fast it is; ARGS="1 4" or --quick is handed on
	@$(BIN)/python -m bench $(ARGS)

lock: .venv/.dev  ## Write the lock files anew after a change of dependencies; ARGS=--upgrade for newer versions
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	$(BIN)/npm install --package-lock-only --ignore-scripts

clean:  ## Take away all that make has put here; data/ stays
	rm -rf bench/.built bench/.yardsticks
	rm -rf .venv node_modules app/static/vendor app/export/fonts tests/.vendor .artifacts dist
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -f app/locales/*/LC_MESSAGES/*.mo

# The Python packages, and the program itself.
.venv/.python: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or newer is needed; if you have one by another name: make PYTHON=python3.13' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This Python cannot make a venv; on Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Installing what the program needs (once, about a minute) ...'
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Libraries for the browser, fonts, and the compiled catalogues.
.venv/.run: .venv/.python package.json package-lock.json setup/vendor.py $(CATALOGUES)
	@$(BIN)/python setup/vendor.py
	@touch $@

# What tests and checks need on top.
.venv/.dev: .venv/.python requirements-dev.lock
	@echo 'Installing what tests and checks need (once, about a minute) ...'
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

INSTALL = $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends

chromium:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || { \
		if [ "$$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi; \
		command -v apt-get >/dev/null && $$sudo true 2>/dev/null && \
			echo 'Installing chromium for the tests in a browser ...' && \
			$$sudo apt-get update -qq && \
			{ $(INSTALL) chromium-headless-shell >/dev/null 2>&1 || $(INSTALL) chromium >/dev/null; }; \
		command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || { \
			echo 'The tests in a browser need chromium on the PATH; on Debian: sudo apt-get install chromium-headless-shell' >&2; \
			exit 1; }; }

# Unpacked, not installed: installing it would start a server on port 80.
nginx:
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ -x .venv/nginx/usr/sbin/nginx ] || { \
		command -v apt-get >/dev/null && echo 'Fetching nginx for the test of docs/deploy.md ...' && \
			mkdir -p .venv/nginx && ( cd .venv/nginx && { apt-get download -qq nginx || { apt-get update -qq && apt-get download -qq nginx; }; } && \
			dpkg-deb -x nginx_*.deb . ) >/dev/null 2>&1; \
		[ -x .venv/nginx/usr/sbin/nginx ] || { \
			echo 'The proxy of docs/deploy.md is not tested, as there is no nginx; on Debian: sudo apt-get install nginx'; \
			[ "$$CI" != true ]; }; }

# Opens the office documents that we write. Its fonts have the widths of those that the documents name.
LIBREOFFICE = libreoffice-writer-nogui libreoffice-impress-nogui libreoffice-calc-nogui fonts-liberation fonts-crosextra-carlito

libreoffice:
	@command -v soffice >/dev/null || { \
		if [ "$$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi; \
		command -v apt-get >/dev/null && $$sudo true 2>/dev/null && \
			echo 'Installing LibreOffice for the tests of office documents ...' && \
			$$sudo apt-get update -qq && $(INSTALL) $(LIBREOFFICE) >/dev/null 2>&1; \
		command -v soffice >/dev/null || { \
			echo 'Office documents are not opened by another program, as there is no LibreOffice; on Debian: sudo apt-get install $(LIBREOFFICE)'; \
			[ "$$CI" != true ]; }; }
