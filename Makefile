.PHONY: run test build bench format mutants compare

# Sets up what is missing, builds, and serves on http://127.0.0.1:8080 (PORT and DATABASE_URL are honoured).
run:
	@scripts/run.sh

# Sets up what is missing, then everything that must pass: format, lints, licences, unit, HTTP and browser tests.
test:
	@scripts/test.sh

build:
	@scripts/setup.sh run && scripts/build.sh --features lab

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
