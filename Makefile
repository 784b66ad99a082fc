.PHONY: run test build bench format mutants compare

# Sets up what is missing, builds, and serves on http://127.0.0.1:8080 (PORT and DATABASE_URL are honoured).
run:
	@scripts/run.sh

# Sets up what is missing, then everything that must pass: format, lints, licences, unit, HTTP and browser tests.
test:
	@scripts/test.sh

# What is put into service: target/site, and target/release/server without the lab.
build:
	@scripts/setup.sh run && scripts/build.sh && cargo build -p server --release

bench:
	@scripts/bench.sh

format:
	@cargo fmt --all

# Breaks each line of the rules in turn: a test must notice.
mutants:
	@policy/proofs/mutants.sh

# Compares the rules with the same rules written in Cedar, on a million cases (CASES=… for another number).
compare:
	@policy/proofs/compare.sh
