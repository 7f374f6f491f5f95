# `make demo` and `make test` need Rust, Python 3.11+, a C compiler and make; all else goes into .venv and target.
# Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
MATURIN = 1.16.0
VENV = .venv
BENCH = koers-core/bench/Cargo.toml
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo develop test test-long lint test-rust test-c test-python bench bench-peers bench-instructions check-tools clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 14

demo: develop ## print the settlement of the 2024 accounts of Twentse Koers
	@$(BIN)/koers settle examples/twentse-koers-2024

develop: $(VENV)/.maturin ## leave the Python package importable in .venv
	@env -u CONDA_PREFIX VIRTUAL_ENV="$(CURDIR)/$(VENV)" PATH="$(CURDIR)/$(BIN):$$PATH" \
		$(BIN)/maturin develop --release --manifest-path koers-py/Cargo.toml >&2

test: lint test-rust test-c test-python ## run every suite

lint: check-tools ## formatting, clippy, and licences where cargo-deny is installed
	@cargo fmt --all --check && cargo fmt --manifest-path $(BENCH) --check && echo "formatting: ok"
	@PYO3_PYTHON="$(PYTHON)" cargo clippy --quiet --workspace --all-targets --all-features -- -D warnings && echo "clippy: ok"
	@if command -v cargo-deny >/dev/null; then cargo deny check bans licenses sources; \
	else echo "licences: skipped, cargo-deny is not installed"; fi

test-rust: check-tools ## cargo tests, examples and doc tests
	@cargo test --workspace --exclude koers-py --all-features

test-c: check-tools ## the C programs, as C11 and as C++17, under sanitizers and valgrind
	@tests/c/run.sh

test-python: develop $(VENV)/.test-tools ## pytest, the oracle, and the stubs against the module
	@$(BIN)/python -m pytest --timeout=120 tests/python
	@$(BIN)/python -m pytest --timeout=300 tests/oracle
	@$(BIN)/python -m mypy.stubtest koers

# Seeds that `make test` doesn't have.
test-long: develop $(VENV)/.test-tools ## all that takes minutes: brute force over every small case, 12,000 and 20,000 dossiers, 100 million lines
	@cargo test --release --package koers-core --test exhaustive -- --ignored
	@KOERS_ORACLE=12000 KOERS_ORACLE_FROM=1000 $(BIN)/python -m pytest --timeout=1800 tests/oracle/test_joint.py
	@KOERS_ORACLE=20000 KOERS_ORACLE_FROM=2000 $(BIN)/python -m pytest --timeout=1800 tests/oracle/test_oracle.py
	@$(BIN)/python -m pytest --timeout=1800 tests/size

# Its own workspace, so that the tests build nothing for it. KOERS_BENCH_N=10_000_000 takes more lines than a million;
# make bench BENCHES="--bench flow" measures something else.
BENCHES = --bench schemes --bench figures
bench: check-tools ## measure speed and memory on a million lines, beside plain loops over the same
	@CARGO_TARGET_DIR="$(CURDIR)/target/bench" cargo bench --quiet --manifest-path $(BENCH) $(BENCHES)

PEERS = target/peers
bench-peers: check-tools $(PEERS)/.installed ## the same from Python, beside numpy, polars, pandas, DuckDB, Numba and OR-tools
	@CARGO_TARGET_DIR="$(CURDIR)/target/bench" cargo bench --quiet --manifest-path $(BENCH) --bench figures -- write "$(CURDIR)/target/peers/lines"
	@env -u CONDA_PREFIX VIRTUAL_ENV="$(CURDIR)/$(PEERS)" PATH="$(CURDIR)/$(PEERS)/bin:$$PATH" \
		$(PEERS)/bin/maturin develop --quiet --release --manifest-path koers-py/Cargo.toml >&2
	@$(PEERS)/bin/python koers-py/bench/main.py $(PEERS)/lines $(RIVALS)

$(PEERS)/.installed: koers-py/bench/requirements.txt Makefile
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet maturin==$(MATURIN) --requirement koers-py/bench/requirements.txt
	@touch $@

bench-instructions: check-tools ## count instructions under valgrind, and compare them with those that were recorded
	@CARGO_TARGET_DIR="$(CURDIR)/target/bench" koers-core/bench/instructions.sh

$(VENV)/.maturin: Makefile | check-tools
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) maturin==$(MATURIN)
	@touch $@

$(VENV)/.test-tools: tests/python/requirements.txt tests/oracle/requirements.txt | $(VENV)/.maturin
	@$(PIP) --requirement tests/python/requirements.txt --requirement tests/oracle/requirements.txt
	@touch $@

# Every missing tool in one go, each with what to do about it.
check-tools:
	@ok=true; \
	lacks() { echo "koers: $$1" >&2; ok=false; }; \
	has() { command -v "$$1" >/dev/null 2>&1; }; \
	rust=$$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml); \
	if ! has cargo; then lacks "cargo is missing: install Rust $$rust or newer, with rustup"; \
	else \
		found=$$(rustc --version | cut -d ' ' -f 2); \
		printf '%s\n' "$$rust" "$$found" | sort -V -C || lacks "Rust $$found is too old: rustup update, to $$rust or newer"; \
	fi; \
	if ! has "$(PYTHON)"; then lacks "$(PYTHON) is missing: install Python 3.11 or newer, or name one with PYTHON="; \
	elif ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		lacks "$$("$(PYTHON)" --version) is too old: install Python 3.11 or newer, or name one with PYTHON="; \
	elif ! "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null; then \
		lacks "$(PYTHON) cannot make a virtual environment: install its venv module (python3-venv on Debian and Ubuntu)"; \
	fi; \
	has cc || lacks "cc is missing: install a C compiler (gcc or clang)"; \
	$$ok

clean: ## remove what was built, and .venv
	@cargo clean --quiet
	@rm -rf $(VENV) .mypy_cache .pytest_cache koers-py/python/koers/_koers*.so
