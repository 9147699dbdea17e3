# `make` lists the targets. CI adds BUILD_FLAGS='-Xswiftc -warnings-as-errors'.

SWIFT ?= swift
BUILD_FLAGS ?=
DEMO_OUTPUT ?= out/demo-study
# `make fuzz` and `make soak` run so many minutes in all; FUZZ_FAMILIES names some of `scripts/fuzz --list`.
MINUTES ?= 11
FUZZ_FAMILIES ?=
# How often `make test-crashes` kills.
KILLS ?= 300
# `make test-threads TESTS=Ingest` runs the tests whose names match.
TESTS ?=

swift_sources := Package.swift Sources Tests templates fixtures/simulation fixtures/alignment-trials \
  Fuzzing/Package.swift Fuzzing/Sources
# Every script whose first line names a shell.
shell_scripts := $(shell grep -lE '^\#!.*\b(ba)?sh$$' .ci/* scripts/* scripts/slurm/* 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup setup-test build demo test test-slurm test-crashes test-hostile test-threads soak fuzz lint format
.PHONY: golden clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s%s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## install the system packages that building needs
	@scripts/setup

setup-test: ## the same, and the tools that tests call (LaTeX, SVG and XML tools)
	@scripts/setup --test

build: setup ## build the debug executable, .build/debug/fodspor
	$(SWIFT) build $(BUILD_FLAGS) --product fodspor

demo: build ## turn the small study in fixtures/ into a report in out/demo-study
	.build/debug/fodspor report fixtures/demo-study -o $(DEMO_OUTPUT)
	@printf '\nOpen these:\n'
	@printf '  %s\n' $(DEMO_OUTPUT)/report.html $(DEMO_OUTPUT)/report.md $(DEMO_OUTPUT)/appendix.tex \
	  $(DEMO_OUTPUT)/figures/*.svg

test: setup-test ## build and run all tests
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(SWIFT) test $(BUILD_FLAGS)

test-slurm: build ## run the scripts for Slurm on a real one of two nodes on this machine; needs root
	scripts/test-slurm

test-crashes: build ## kill fodspor KILLS times, make its calls fail, damage its stores, and look at what is left
	scripts/test-crashes $(KILLS)

test-hostile: build ## run fodspor on hostile texts, and open what it writes in LaTeX and a browser
	scripts/test-hostile

test-threads: setup-test ## run all tests, or TESTS, under ThreadSanitizer
	scripts/test-threads $(TESTS)

soak: build ## read random studies in disturbed ways for MINUTES, and compare with the truth
	scripts/soak --minutes $(MINUTES)

fuzz: setup ## feed damaged files to every parser for MINUTES, with coverage and address checks
	scripts/fuzz $(MINUTES) $(FUZZ_FAMILIES)

lint: ## check the style of Swift sources and shell scripts
	$(SWIFT) format lint --strict --recursive $(swift_sources)
	@if command -v shellcheck >/dev/null; then shellcheck $(shell_scripts); \
	  else echo 'lint: shellcheck is not installed; shell scripts were not checked' >&2; fi

format: ## format the Swift sources in place
	$(SWIFT) format --in-place --recursive $(swift_sources)

golden: setup-test ## write the expected outputs of golden tests anew; look at `git diff` afterwards
	FODSPOR_RENEW_GOLDEN=1 $(SWIFT) test $(BUILD_FLAGS)

clean: ## remove what was built and made
	rm -rf .build out
