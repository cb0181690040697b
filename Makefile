# The two commands: make demo, make test. And make lab, which opens JupyterLab on the start page; make site, the playbook as a site.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# The lock is whole, so nothing is resolved; what is never imported need not be compiled.
PIP := $(BIN)/python -m pip --disable-pip-version-check
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
# The sample shop tells its stories as of this day, whenever you run it.
SAMPLE_NOW := 2026-11-20T18:00:00+08:00

# Where compiled modules may not be kept, each of the many processes below would compile all of them again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lab app site bench install lint types contracts sample unit notebooks tools clean

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml templates/jupyter/overrides.json
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Parcelproof needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(PIP) install --quiet --no-deps --no-compile --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	$(PIP) check
	mkdir -p .venv/share/jupyter/lab/settings && cp templates/jupyter/overrides.json .venv/share/jupyter/lab/settings/
	touch $@

demo: install
	$(BIN)/parcelproof sample sample-exports
	$(BIN)/parcelproof init sample-shop --name "Lantern Lane Goods" --zone Asia/Shanghai --origin CN
	PARCELPROOF_NOW=$(SAMPLE_NOW) $(BIN)/parcelproof report --import sample-exports --all --shop sample-shop

# Nothing is fetched at run time: no news, no update check, no extension catalogue. The start page is that of the shop's language.
lab: install
	$(BIN)/jupyter lab --config=templates/jupyter/jupyter_lab_config.py

# The same pages without code, for this computer only, behind the server's token.
app: install
	JUPYTER_PATH=$(CURDIR)/templates/jupyter $(BIN)/jupyter server --config=templates/jupyter/jupyter_app_config.py

# The whole playbook, its pages as they ran, and reports of the sample as one site that opens without network.
site: install sample
	$(BIN)/python docs/site/make_site.py build/site --sample build/sample

# How fast, and how well: printed as ratios, never part of the tests.
bench: install
	$(BIN)/python benchmarks/wording_quality.py
	$(BIN)/python benchmarks/brand_quality.py
	$(BIN)/python benchmarks/listing_file.py
	$(BIN)/python benchmarks/review_bulk.py
	$(BIN)/python benchmarks/batch_speed.py
	$(BIN)/python benchmarks/many_machines.py
	$(BIN)/python benchmarks/fault_sweep.py --step 10 --kills 20
	$(BIN)/python benchmarks/training_cases.py 200

# The sample shop is made while types are checked: one processor each.
test: install tools
	$(MAKE) -j2 lint types contracts sample
	$(MAKE) unit
	$(MAKE) notebooks

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

# The tests begin with the slowest modules (tests/conftest.py), so xdist must not order them. Three at a time on two
# processors: kernels and browsers wait often.
unit:
	$(BIN)/pytest -n 3 --dist loadscope --no-loadscope-reorder -p no:nbval

# The sample shop, drawn and imported once for the tests and the pages.
sample:
	$(BIN)/python tests/made_sample.py build/sample

# Every page runs as it stands, against a freshly imported sample shop. The Chinese twins have the same code, and the lessons
# differ only in the name of their measure: all of them run in tests/notebooks.
notebooks: install sample
	PARCELPROOF_NOW=$(SAMPLE_NOW) PARCELPROOF_SHOP=$(CURDIR)/build/sample/shop $(BIN)/pytest -p no:cacheprovider \
		-n 2 --dist loadscope --nbval-lax --nbval-cell-timeout=120 --ignore-glob='*.zh.ipynb' \
		--ignore-glob='*/training/0[2-9]_*' --ignore-glob='*/training/1[01]_*' notebooks

# Browser tests drive Debian's Chromium, tests of crashes compile a small library that makes writes fail, tests of many
# machines start PostgreSQL; root on Debian gets what is missing here.
TOOLS := $(if $(CHROMIUM),,chromium) $(if $(shell command -v cc),,gcc libc6-dev) \
	$(if $(wildcard /usr/lib/postgresql/*/bin/initdb)$(shell command -v initdb),,postgresql)

tools:
ifneq ($(strip $(TOOLS)),)
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(TOOLS); \
	else echo "Not installed: $(TOOLS). The tests that need them will say so."; fi
endif

clean:
	rm -rf .venv sample-exports sample-shop build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
