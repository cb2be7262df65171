# Set-up and every job of the project, for a machine with the Rust toolchain and Python 3.11.
# `make` lists them.

CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/aws-core-rules
export CARGO_TARGET_DIR ?= $(CACHE)/target
PYTHON ?= python3
PIP := $(CACHE)/pip
VENV := $(CACHE)/venv
TOOLS := $(CACHE)/tools
FORMS := $(CACHE)/forms
RDKLIB := $(CACHE)/bench-venv
BIN := $(CARGO_TARGET_DIR)/debug
FUZZ_SECONDS ?= 300
CYCLONEDX := $(CACHE)/cargo-cyclonedx@0.5.9
DENY := $(CACHE)/cargo-deny@0.20.2

# What is installed is what a file pins, by version and hash: nothing is resolved, and no build script
# is run. So a release of tomorrow changes nothing in a clone of today.
INSTALL := install --quiet --no-deps --require-hashes --only-binary :all:
# Every folder of packages is installed by the one pip that tests/pip.txt pins, and is complete.
define install
@$(PIP)/bin/python -m pip --disable-pip-version-check --python $(1)/bin/python $(INSTALL) -r $(2)
@$(PIP)/bin/python -m pip --disable-pip-version-check --python $(1)/bin/python check >/dev/null \
	|| { echo "$(2) lacks what its packages need: compile it anew, see local/README.md." >&2; exit 1; }
endef
define new-venv
@$(PYTHON) -m venv --clear --without-pip $(1)
endef

.DEFAULT_GOAL := help
.PHONY: help demo test checks later lint unit local-test policy-test forms-test template-test browser-test deny sbom fuzz reproduce bless bench build clean rust python

help: ## list the jobs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: rust $(VENV)/ready ## run the whole pack on the embedded local AWS
	@echo "==> building the Lambda binaries (minutes on the first run, seconds afterwards)"
	@cargo build --locked --workspace --bins
	@PATH="$(VENV)/bin:$$PATH" $(BIN)/aws-core demo

test: lint checks ## format, lint and test everything
	@echo "==> all tests passed"

checks: unit local-test policy-test forms-test template-test browser-test deny sbom

later: rust ## demo and test once more with the clock two years ahead, once both have set up what they need
	@command -v faketime >/dev/null || { echo "faketime is missing: install Debian's package." >&2; exit 1; }
	@# Nothing is set up or compiled by that clock: the registries' certificates have expired then, and
	@# the compiler, by which lints run too, waits for itself for ever.
	@cargo build --locked --quiet --workspace --bins
	@cargo test --locked --quiet --workspace --no-run
	@faketime -f +2y $(MAKE) --no-print-directory demo checks

lint: rust
	@echo "==> formatting and lints"
	@cargo fmt --all --check
	@cargo clippy --locked --workspace --all-targets --quiet -- -D warnings

unit: rust $(VENV)/ready
	@echo "==> unit, property, replay, local AWS, invariants, drift"
	@cargo build --locked --workspace --bins
	@PATH="$(VENV)/bin:$$PATH" cargo test --locked --workspace

local-test: $(VENV)/test-ready
	@echo "==> the local AWS's own tests"
	@cd local && $(VENV)/bin/ruff check --quiet . && $(VENV)/bin/python -m pytest -q -p no:cacheprovider

policy-test: $(VENV)/test-ready
	@echo "==> the roles, compared with AWS's reference of actions and resources"
	@$(VENV)/bin/ruff check --quiet --config local/pyproject.toml tests/policies
	@PYTHONPATH=local $(VENV)/bin/python -m pytest -q -p no:cacheprovider \
		-W "ignore:pkg_resources" tests/policies

forms-test: rust $(FORMS)/ready
	@echo "==> the forms of a report, read by the programs of others"
	@cargo build --locked --quiet --workspace --bins
	@cd tests/forms && $(FORMS)/bin/ruff check --quiet --config ../../local/pyproject.toml . \
		&& REPORT="$(BIN)/aws-core report" QUESTIONNAIRE="$(BIN)/aws-core questionnaire" \
		$(FORMS)/bin/python -m pytest -q -p no:cacheprovider .

template-test: $(TOOLS)/ready
	@echo "==> cfn-lint and sam validate"
	@$(TOOLS)/bin/cfn-lint template.yaml deploy/*.yaml deploy/conformance-packs/*.yaml
	@SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(TOOLS)/bin/sam validate --lint

browser-test: rust
	@echo "==> the report's web page in Chromium"
	@cargo build --locked --quiet --workspace --bins
	@tests/browser/run $(CACHE)/browser $(BIN)/aws-core

deny: rust $(DENY)/ready
	@echo "==> licences, bans, sources and advisories of dependencies"
	@PATH="$(DENY)/bin:$$PATH" cargo deny --locked --log-level error check licenses bans sources
	@PATH="$(DENY)/bin:$$PATH"; if cargo deny --locked --log-level off fetch db 2>/dev/null; \
		then cargo deny --locked --log-level error check advisories; \
		else echo "advisories NOT CHECKED: their database cannot be reached from here"; fi

sbom: rust $(CYCLONEDX)/ready $(VENV)/test-ready ## write what each function consists of, and check it
	@echo "==> bills of materials"
	@PATH="$(CYCLONEDX)/bin:$$PATH" supply-chain/sbom
	@$(VENV)/bin/ruff check --quiet --config local/pyproject.toml supply-chain
	@$(VENV)/bin/python -m pytest -q -p no:cacheprovider supply-chain

fuzz: rust ## check mutated inputs, so long for each kind (FUZZ_SECONDS=300)
	@AWS_CORE_FUZZ_SECONDS=$(FUZZ_SECONDS) cargo test --locked --package conformance --test fuzz

reproduce: rust $(TOOLS)/ready ## build functions twice, in different folders, and compare (CONTROLS=all)
	@PATH="$(TOOLS)/bin:$$PATH" supply-chain/reproduce

bless: rust ## write the template, the documentation and the README's table anew
	@cargo run --locked --quiet --package aws-core -- render --write

bench: rust $(VENV)/ready $(RDKLIB)/ready ## measure the functions beside rdklib and an empty function
	@bench/run

build: rust $(TOOLS)/ready ## build what is deployed, with SAM
	@# SAM takes no `--locked`: where the lock file fits the manifests, cargo leaves it as it is.
	@cargo metadata --locked --format-version 1 >/dev/null
	@PATH="$(TOOLS)/bin:$$PATH" SAM_CLI_TELEMETRY=0 sam build

clean: ## remove everything that was set up or built
	rm -rf $(CACHE) out .aws-sam

rust:
	@command -v cargo >/dev/null || { echo "The Rust toolchain is missing: install rustup, then run this again." >&2; exit 1; }

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is missing (set PYTHON=/path/to/python3.11)." >&2; exit 1; }

# The pip that Python brings is as old as Python; it installs the pinned one and nothing else.
$(PIP)/ready: tests/pip.txt | python
	@$(PYTHON) -m venv --clear $(PIP)
	@$(PIP)/bin/python -m pip --disable-pip-version-check $(INSTALL) -r $<
	@touch $@

# A folder of packages is ready when all of its pinned packages are in it, and no others.
$(VENV)/ready: local/requirements.txt | $(PIP)/ready
	@echo "==> setting up the local AWS (once)"
	$(call new-venv,$(VENV))
	$(call install,$(VENV),$<)
	@touch $@

$(VENV)/test-ready: local/requirements-test.txt $(VENV)/ready
	$(call install,$(VENV),$<)
	@touch $@

$(FORMS)/ready: tests/forms/requirements.txt | $(PIP)/ready
	@echo "==> setting up what reads the forms of a report (once)"
	$(call new-venv,$(FORMS))
	$(call install,$(FORMS),$<)
	@touch $@

$(TOOLS)/ready: tests/requirements.txt | $(PIP)/ready
	@echo "==> setting up SAM, cfn-lint and cargo-lambda (once)"
	$(call new-venv,$(TOOLS))
	$(call install,$(TOOLS),$<)
	@touch $@

$(RDKLIB)/ready: bench/requirements.txt | $(PIP)/ready
	@echo "==> setting up rdklib (once)"
	$(call new-venv,$(RDKLIB))
	$(call install,$(RDKLIB),$<)
	@touch $@

# Compiled once, some minutes each, from what their authors publish, with the authors' lock files. The last
# part of the folder says which version.
$(CYCLONEDX)/ready $(DENY)/ready: %/ready:
	@echo "==> compiling $(notdir $*) (once)"
	@cargo install --quiet --locked --debug --root $* --target-dir $*/target $(notdir $*)
	@rm -rf $*/target
	@touch $@
