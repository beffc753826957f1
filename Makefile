# The two commands that a newcomer needs are `make run` and `make test`; both set everything up by themselves.
# What they bring stays in this checkout: uv in .tools/, the environment in .venv/.

PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	command -v $$python >/dev/null 2>&1 && \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$python && break; done)
UV_VERSION := 0.13.9
# Where an environment keeps its programs.
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
UV := .tools/uv/$(BIN)/uv
READY := .venv/.ready
# The tests start hundreds of programs: what Python has compiled once is kept, as it is where people run them.
unexport PYTHONDONTWRITEBYTECODE
# Files of which so many per cent of the lines and branches are tried at least; figures that only go up.
WHOLE := monitor/confirm.py:100 alerts/outbox.py:99.5 redaction.py:98 alerts/engine.py:92 runtime/supervisor.py:77

.PHONY: help run test coverage newest fuzz check types format bench guard bundle bundle-test deb deb-test windows windows-test windows-unit-test translations docs screenshots clean system-packages

help: ## Say what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

run: $(READY) ## Watch your services, or the demo's where nothing is set up
	@.venv/$(BIN)/porchlight $(ARGS)

test: check system-packages ## Every check: format, lint, types, contracts, tests
	.venv/$(BIN)/pytest -n auto --dist worksteal $(ARGS)

coverage: $(READY) system-packages ## What of the program the tests run, by lines and branches; some files must stay whole
	.venv/$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered $(ARGS)
	@for one in $(WHOLE); do .venv/$(BIN)/coverage report --show-missing --include="app/porchlight/$${one%:*}" \
		--fail-under="$${one#*:}" || exit 1; done

newest: $(READY) system-packages ## The tests on the newest version of each dependency; the lock file is put back after it
	$(UV) lock --quiet --upgrade
	@trap 'git checkout --quiet uv.lock' EXIT; UV_PYTHON_DOWNLOADS=never $(UV) sync --quiet --python "$(PYTHON)" && \
		.venv/$(BIN)/pytest -n auto --dist worksteal $(ARGS)

fuzz: $(READY) system-packages ## Hostile inputs for a long while (hours): every test by properties, and the hostile ones
	PORCHLIGHT_FUZZ=1 .venv/$(BIN)/pytest -n auto --dist worksteal --timeout 7200 tests/hostile \
		$$(grep -rlE "from hypothesis|tests\.hostile" tests --include='test_*.py' | grep -v tests/hostile) $(ARGS)

check: $(READY) ## Format, lint, types and contracts, without the tests
	.venv/$(BIN)/ruff format --check .
	.venv/$(BIN)/ruff check .
	@$(MAKE) --no-print-directory --jobs 2 types
	.venv/$(BIN)/lint-imports

# What is written for another system is checked here too. Each has a cache of its own, which no other makes stale.
types: types-linux types-win32 types-darwin
types-linux: CHECKED := -p porchlight -p tests

types-%: $(READY)
	.venv/$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$* $(CHECKED)

format: $(READY) ## Put the code into shape
	.venv/$(BIN)/ruff check --fix .
	.venv/$(BIN)/ruff format .

guard: $(READY) ## A few of the yardsticks with generous limits, in four minutes: only a regression misses one
	.venv/$(BIN)/python -m tests.benchmarks.guard

bench: $(READY) ## Measure against the yardsticks; writes docs/benchmarks.md
	.venv/$(BIN)/python -m tests.benchmarks

translations: $(READY) ## Bring the texts for translators up to date, and compile them
	.venv/$(BIN)/python resources/locale/update.py

docs: $(READY) ## Write the tables of settings in the documentation and their JSON Schema from the models
	.venv/$(BIN)/python docs/update.py

screenshots: $(READY) system-packages ## Pictures of the running app for README and docs
	.venv/$(BIN)/python -m tests.screenshots

bundle: $(READY) ## Freeze the program into dist/porchlight, with all it needs
	UV_PYTHON_DOWNLOADS=never $(UV) sync --quiet --frozen --group bundle --python "$(PYTHON)"
	.venv/$(BIN)/pyinstaller --noconfirm --log-level WARN build.spec
	dist/porchlight/porchlight self-test

bundle-test: bundle system-packages ## Try the frozen program where nothing else is: no Python, no home
	.venv/$(BIN)/pytest -n auto --dist worksteal tests/bundle $(ARGS)

deb: $(READY) ## Make a Debian package of dist/porchlight (frozen first if it is not there)
	@test -x dist/porchlight/porchlight || $(MAKE) bundle
	.venv/$(BIN)/python installers/linux/deb/build.py

deb-test: deb system-packages ## Install the Debian package into a folder, run it there, remove it
	sh installers/linux/deb/test.sh "$$(ls -t dist/porchlight_*.deb | head -n 1)"

ifeq ($(OS),Windows_NT)
windows: bundle ## The installer for Windows; on Linux for tests only, under Wine
	.venv/$(BIN)/python -m installers.windows.package $(ARGS)

windows-test: windows ## Install, run and remove the Windows program; on Linux under Wine
	.venv/$(BIN)/python installers/windows/try_setup.py dist/porchlight-*-windows-x64-setup.exe
else
windows: $(READY)
	.venv/$(BIN)/python -m installers.windows.workshop $(ARGS)

windows-test: windows
	.venv/$(BIN)/pytest tests/windows $(ARGS)

windows-unit-test: $(READY) ## On Linux: the unit tests by a Windows Python under Wine
	.venv/$(BIN)/python -m installers.windows.workshop.run_tests $(ARGS)
endif

clean: ## Remove what make brought
	rm -rf build dist .tools .venv .mypy_cache .ruff_cache .pytest_cache .coverage .hypothesis .import_linter_cache

$(UV):
	@test -n "$(PYTHON)" || { echo "Porchlight needs Python 3.11 or newer: install it, then try again."; exit 1; }
	@sh installers/linux/python-venv.sh "$(PYTHON)"
	$(PYTHON) -m venv .tools/uv
	.tools/uv/$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(READY): pyproject.toml uv.lock $(UV)
	UV_PYTHON_DOWNLOADS=never $(UV) sync --quiet --frozen --compile-bytecode --python "$(PYTHON)"
	@touch $(READY)

system-packages:
	@sh installers/linux/test-packages.sh
