# Everything people and the build do goes through these targets; plain `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
JOBS ?= 2
UV_VERSION := 0.13.9

VENV := .venv
BIN := $(VENV)/bin

# Values for `check --deploy`, which wants every setting of production; none of them is used anywhere else.
DUMMY_PRODUCTION := DJANGO_SETTINGS_MODULE=portal.settings.production \
	ALLOWED_HOSTS=portal.example SITE_ADDRESS=https://portal.example EMAIL_URL=smtp://localhost:25 \
	DEFAULT_FROM_EMAIL=portal@portal.example

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: export DJANGO_SETTINGS_MODULE ?= portal.settings.dev
run: $(VENV)/.runtime ## Set up what is missing and serve the site (PORT=8000, DATABASE_URL=SQLite unless set)
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then \
		echo "Something else is served on port $(PORT) already; try: PORT=$$(($(PORT) + 1)) make run" >&2; exit 1; fi
	@$(BIN)/python manage.py bootstrap
	@printf '\n  The site:  http://localhost:%s/\n  The admin: http://localhost:%s/admin/\n  Stop with Ctrl-C.\n\n' $(PORT) $(PORT)
	@exec $(BIN)/gunicorn portal.wsgi --bind 0.0.0.0:$(PORT) --workers $(WORKERS) --threads 4 --limit-request-line 0 \
		--preload --no-control-socket --log-level warning

.PHONY: test
test: $(VENV)/.development ## Run every test, on SQLite or on DATABASE_URL (ARGS="tests/glossary -k slug" narrows it)
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

.PHONY: check check-lint check-layers check-types check-templates check-migrations check-deployment
check: check-lint check-layers check-types check-templates check-migrations check-deployment ## Lint, layers, types, templates, migrations, settings (make -k check goes on after an error)
check-%: export DATABASE_URL := sqlite://:memory:

check-lint: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-layers: $(VENV)/.development
	$(BIN)/lint-imports --no-cache

check-types: $(VENV)/.development
	$(BIN)/mypy

check-templates: $(VENV)/.development
	$(BIN)/djlint --lint --quiet templates

check-migrations: $(VENV)/.development
	$(BIN)/python -W error manage.py makemigrations --check --dry-run --settings portal.settings.test
	$(BIN)/python -W error manage.py check --fail-level WARNING --settings portal.settings.test

check-deployment: $(VENV)/.development
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") $(DUMMY_PRODUCTION) \
		$(BIN)/python -W error manage.py check --deploy --fail-level WARNING

.PHONY: fix
fix: $(VENV)/.development ## Mend what ruff can mend, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: demo-staff
demo-staff: export DJANGO_SETTINGS_MODULE ?= portal.settings.dev
demo-staff: $(VENV)/.runtime ## Make one editor, one medical reviewer and one moderator to try things out (development only)
	@$(BIN)/python manage.py create_demo_staff

.PHONY: lock
lock: $(VENV)/.runtime ## Compile requirements*.in and the HTML checker's lock file (UPGRADE=1 takes newer versions)
	for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile -q $(if $(UPGRADE),--upgrade) --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header $$name.in -o $$name.txt; \
	done
	cd tools/html && npm install --package-lock-only --no-audit --no-fund
	cd tools/map && npm install --package-lock-only --no-audit --no-fund

.PHONY: map-picture
map-picture: ## Draw the picture of Europe again (needs Node); nobody needs this to run the site
	cd tools/map && npm ci --no-audit --no-fund --ignore-scripts && node build.mjs

.PHONY: html-checker
html-checker: tools/html/node_modules/.package-lock.json ## Install the HTML checker (needs Node 18.19 or newer)

.PHONY: secret
secret: ## Print a new SECRET_KEY for production
	@$(PYTHON) -c "import secrets; print(secrets.token_urlsafe(60))"

# --- what the targets stand on --------------------------------------------------------------------------------------

# The stamps say which list was installed last; they are older than the list when it has changed since.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@if ! $(BIN)/python -c 'import pip' 2>/dev/null; then \
		echo "Making the virtual environment in $(VENV)/ ..."; $(PYTHON) -m venv --clear $(VENV); \
	fi
	@touch $@

# uv takes seconds where pip takes a minute. Where uv cannot be had, pip installs the same files by the same hashes.
define install
	@echo "Installing $< ..."
	@if { [ -x $(BIN)/uv ] || $(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION); } \
		&& $(BIN)/uv pip install -q --python $(BIN)/python --compile-bytecode --require-hashes -r $<; \
	then :; else \
		echo "uv could not; trying pip ..."; \
		$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<; \
	fi
	@touch $@
endef

$(VENV)/.runtime: requirements.txt | $(VENV)/.created
	$(install)

$(VENV)/.development: requirements-dev.txt | $(VENV)/.created
	$(install)

tools/html/node_modules/.package-lock.json: tools/html/package-lock.json
	cd tools/html && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@
