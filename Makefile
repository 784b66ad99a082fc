.PHONY: run test build bench format watch mutants rules clean

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
