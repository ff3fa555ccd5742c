# The project's commands; `make help` lists them. CMakePresets.json says how each kind of build is set up.
.DEFAULT_GOAL := help
.PHONY: help deps deps-dev build test test-all test-expressions test-package test-clusters demo lint format asan tsan fuzz-short fuzz oracle oracle-expr \
        bench wheel package install clean

JOBS    ?= $(shell nproc)
WERROR  ?= OFF
# The system's CPython first: it is the one whose results headrace reproduces.
PYTHON  ?= $(firstword $(wildcard /usr/bin/python3.11) python3)
PREFIX  ?= /usr/local
SECONDS ?= 3600
SEED    ?= $(shell date +%s)

# $(call configured,PRESET): configures it; ninja does so again by itself when a CMake file changes.
configured = cmake --preset $(1) -DHEADRACE_WERROR=$(WERROR) $(2) > /dev/null
built = $(call configured,$(1)) && cmake --build --preset $(1) -j $(JOBS)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install what building and testing need (YES=1: do not ask)
	@tools/deps.sh

deps-dev: ## the same, and what lint, sanitizers and fuzzing need
	@tools/deps.sh dev

build: deps ## build/headrace and its plug-ins
	@$(call built,release) --target product

test: deps ## build, then all tests that need no server
	@$(call built,release)
	@ctest --preset release

test-all: test test-expressions test-package test-clusters ## and the longer ones

test-expressions: build ## every row of docs/expressions.md: 1,000 generated cases each against CPython
	@$(PYTHON) tests/oracle/expr/oracle_expr.py --headrace build/headrace --per-row 1000 --seed suite --jobs $(JOBS) --quiet

test-package: build ## the Python package's tests, on the wheel in an environment of its own
	@PYTHON=$(PYTHON) WERROR=$(WERROR) tools/wheel.sh test

test-clusters: build ## headrace.ray and headrace.spark on a Ray and a Spark of this machine
	@tools/deps.sh clusters
	@PYTHON=$(PYTHON) WERROR=$(WERROR) tools/wheel.sh clusters
	@$(call configured,release,-DHEADRACE_CLUSTER_PYTHON=$(CURDIR)/.venv-clusters/bin/python)
	@ctest --preset services

demo: build ## game events in, features and a page that pictures them out
	@examples/demo/run.sh

lint: deps-dev ## check format, then run clang-tidy over every source (LINT_PATHS='src/data csv': over these)
	@tools/format.sh --check
	@cmake --preset asan -DHEADRACE_WERROR=$(WERROR) > /dev/null
	@tools/lint.py build-asan $(LINT_PATHS)

format: deps-dev ## bring every file into format
	@tools/format.sh

asan: deps-dev ## unit tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(call built,asan)
	@ctest --preset asan

tsan: deps ## unit tests under ThreadSanitizer
	@$(call built,tsan)
	@ctest --preset tsan

fuzz-short: deps-dev ## each fuzz target for 25 seconds
	@$(call built,asan) --target fuzz_targets
	@FUZZ_SEED=1 tools/fuzz.sh build-asan 25

fuzz: deps-dev ## fuzz for SECONDS each (NAME=json,yaml: only these); logs it, keeps what it found
	@$(call built,fuzz)
	@tools/fuzz.sh --keep build-fuzz $(SECONDS) $(NAME)

oracle: build ## N=10000 generated specs and events against real Blurr (SEED=1: these again); logs it
	@tools/deps.sh oracle
	@PYTHONHASHSEED=0 TZ=UTC .venv-oracle/bin/python tests/oracle/oracle.py --headrace build/headrace \
	  -n $(or $(N),10000) --seed $(SEED) --jobs $(JOBS)
	@tools/log_assurance.sh oracle "$(or $(N),10000) specs, seed $(SEED)" "no difference"

oracle-expr: build ## N=10000000 generated expressions against CPython (SEED=1: these again); logs it
	@$(PYTHON) tests/oracle/expr/oracle_expr.py --headrace build/headrace -n $(or $(N),10000000) \
	  --seed $(SEED) --jobs $(JOBS)
	@tools/log_assurance.sh oracle-expr "$(or $(N),10000000) expressions, seed $(SEED)" "no difference"

bench: build ## headrace and its contenders on the workloads of bench/, answers checked (options: bench/README.md)
	@tools/deps.sh oracle || true  # who is not there is reported as absent
	@PYTHON=$(PYTHON) bench/install.sh || true
	@$(PYTHON) bench/run.py --events $(or $(N),2000000) --runs $(or $(RUNS),5) --threads $(or $(THREADS),1) \
	  $(if $(WORKLOADS),--workloads $(WORKLOADS)) $(if $(CONTENDERS),--contenders $(CONTENDERS)) \
	  $(if $(NAME),--name $(NAME))

wheel: build ## the Python package, into dist/ (PYTHON: for which)
	@PYTHON=$(PYTHON) tools/wheel.sh

package: build ## wheel, tarball and .deb into dist/, each tried in a clean place (as root)
	@PYTHON=$(PYTHON) tools/package.sh

install: build ## below PREFIX (/usr/local)
	@cmake --install build --prefix $(PREFIX)

clean: ## remove every build folder
	@rm -rf build build-*
