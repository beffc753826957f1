# The two commands that a newcomer needs are `make run` and `make test`; both set everything up by themselves.
# Everything they install stays in this checkout: uv in .tools/, the environment in .venv/.

PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	command -v $$python >/dev/null 2>&1 && \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$python && break; done)
UV_VERSION := 0.13.9
# Where an environment keeps its programs.
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
UV := .tools/uv/$(BIN)/uv
READY := .venv/.ready
# The tests start hundreds of programs: compiled Python files are kept, as they are where people run Porchlight.
unexport PYTHONDONTWRITEBYTECODE
# The least that the tests cover of these files, in per cent of lines and branches; these figures only go up.
WHOLE := monitor/confirm.py:100 alerts/outbox.py:99.5 redaction.py:98 alerts/engine.py:92 runtime/supervisor.py:77

.PHONY: help run test coverage newest fuzz check types format bench guard bundle bundle-test deb deb-test flatpak-files flatpak flatpak-test appimage appimage-test windows windows-test windows-unit-test translations docs policies site screenshots clean system-packages bench-truth

help: ## List these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-17s %s\n", $$1, $$2}'

run: $(READY) ## Start Porchlight: your services, or the demo where nothing is set up
	@.venv/$(BIN)/porchlight $(ARGS)

test: check system-packages ## Run everything: format, lint, types, import contracts, tests
	.venv/$(BIN)/pytest -n auto --dist worksteal $(ARGS)

coverage: $(READY) system-packages ## Measure which lines and branches the tests cover; some files have a minimum
	.venv/$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered $(ARGS)
	@for one in $(WHOLE); do .venv/$(BIN)/coverage report --show-missing --include="app/porchlight/$${one%:*}" \
		--fail-under="$${one#*:}" || exit 1; done

newest: $(READY) system-packages ## Run the tests with the newest version of each dependency, then restore the lock file
	$(UV) lock --quiet --upgrade
	@trap 'git checkout --quiet uv.lock' EXIT; UV_PYTHON_DOWNLOADS=never $(UV) sync --quiet --python "$(PYTHON)" && \
		.venv/$(BIN)/pytest -n auto --dist worksteal $(ARGS)

fuzz: $(READY) system-packages ## Run the property-based and the hostile tests with many more inputs (hours)
	PORCHLIGHT_FUZZ=1 .venv/$(BIN)/pytest -n auto --dist worksteal --timeout 7200 tests/hostile \
		$$(grep -rlE "from hypothesis|tests\.hostile" tests --include='test_*.py' | grep -v tests/hostile) $(ARGS)

check: $(READY) ## Check format, lint, types and import contracts, without the tests
	.venv/$(BIN)/ruff format --check .
	.venv/$(BIN)/ruff check .
	@$(MAKE) --no-print-directory --jobs 2 types
	.venv/$(BIN)/lint-imports

# Code for other systems is checked here too. Each system has its own cache, so that they do not invalidate each other.
types: types-linux types-win32 types-darwin
types-linux: CHECKED := -p porchlight -p tests

types-%: $(READY)
	.venv/$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$* $(CHECKED)

format: $(READY) ## Format the code
	.venv/$(BIN)/ruff check --fix .
	.venv/$(BIN)/ruff format .

guard: $(READY) ## Run a few benchmarks with generous limits, in four minutes: only a regression fails
	.venv/$(BIN)/python -m tests.benchmarks.guard

bench: $(READY) ## Run all benchmarks and write docs/benchmarks.md
	.venv/$(BIN)/python -m tests.benchmarks

bench-truth: $(READY) ## Score what we call slow, trend and forecast on published data: NAB=/path/to/NAB M4=/path/to/M4-methods
	.venv/$(BIN)/python -m tests.benchmarks.truth --nab "$(NAB)" --m4 "$(M4)"

translations: $(READY) ## Update the catalogues for translators and compile them
	.venv/$(BIN)/python resources/locale/update.py

docs: $(READY) ## Regenerate the tables in docs/ and the JSON Schemas from the models
	.venv/$(BIN)/python docs/update.py

site: $(READY) ## Build the documentation as a site with search, in build/site
	.venv/$(BIN)/python docs/site/build.py

policies: $(READY) ## Regenerate the templates of policies in installers/policies from the models
	.venv/$(BIN)/python installers/policies/update.py

screenshots: $(READY) system-packages ## Retake the pictures in docs/images, and the matrix of all windows in build/pictures
	.venv/$(BIN)/python -m tests.screenshots
	.venv/$(BIN)/python -m tests.picture_matrix

bundle: $(READY) ## Freeze the program, with all it needs, into dist/porchlight
	UV_PYTHON_DOWNLOADS=never $(UV) sync --quiet --frozen --group bundle --python "$(PYTHON)"
	.venv/$(BIN)/pyinstaller --noconfirm --log-level WARN build.spec
	dist/porchlight/porchlight self-test

bundle-test: bundle system-packages ## Test the frozen program without Python and without a home folder
	.venv/$(BIN)/pytest -n auto --dist worksteal tests/bundle $(ARGS)

deb: $(READY) ## Build the Debian package of dist/porchlight (frozen first if missing)
	@test -x dist/porchlight/porchlight || $(MAKE) bundle
	.venv/$(BIN)/python installers/linux/deb/build.py

deb-test: deb system-packages ## Install the Debian package into a folder, run it there and remove it
	sh installers/linux/deb/test.sh "$$(ls -t dist/porchlight_*.deb | head -n 1)"

flatpak-files: $(READY) ## Write the Flatpak's manifest and its list of wheels into dist/flatpak: ARGS="--tag v1.2.3 --commit …"
	.venv/bin/python installers/linux/flatpak/files.py $(ARGS)

flatpak: flatpak-files ## Build the Flatpak with Flathub's runtime, which is downloaded, into dist
	sh installers/linux/flatpak/build.sh

flatpak-test: flatpak ## Install the Flatpak for you, run it in its sandbox and remove it
	sh installers/linux/flatpak/test.sh "$$(ls -t dist/*.flatpak | head -n 1)"

appimage: $(READY) ## Build the AppImage of dist/porchlight (frozen first if missing): APPIMAGE_RUNTIME=/path/to/runtime-x86_64
	@test -x dist/porchlight/porchlight || $(MAKE) bundle
	.venv/bin/python -m installers.linux.appimage.build $(ARGS)

appimage-test: appimage ## Run the AppImage with an empty home, mounted and unpacked
	sh installers/linux/appimage/test.sh "$$(ls -t dist/*.AppImage | head -n 1)"

ifeq ($(OS),Windows_NT)
windows: bundle ## Build the Windows installer; on Linux under Wine, for tests only
	.venv/$(BIN)/python -m installers.windows.package $(ARGS)

windows-test: windows ## Install, run and remove the Windows program; on Linux under Wine
	.venv/$(BIN)/python installers/windows/try_setup.py dist/porchlight-*-windows-x64-setup.exe
else
windows: $(READY)
	.venv/$(BIN)/python -m installers.windows.workshop $(ARGS)

windows-test: windows
	.venv/$(BIN)/pytest tests/windows $(ARGS)

windows-unit-test: $(READY) ## Run the unit tests with a Windows Python under Wine (on Linux)
	.venv/$(BIN)/python -m installers.windows.workshop.run_tests $(ARGS)
endif

clean: ## Remove everything that make created
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
