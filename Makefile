# One line of help a target: make help
.DEFAULT_GOAL := build
SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
ARGS ?=
ROUNDS ?= 3
PARTS = UDPEEK_BENCH=1 $(SWIFT) package --scratch-path .build-bench --allow-writing-to-package-directory benchmark \
	--target udpeek-parts

RUNS ?= 1000000
COUNT ?= 10000
PEERS ?= 200
STORM ?= 10000000
MINUTES ?= 10
GUIDES ?= Formats Configuration
SEED ?=
ONLY ?=
CAPTURES ?=
N ?= 200

STATIC = $(SWIFT) build -c release --static-swift-stdlib --product udpeek
OUTPUT = .build/packages

.PHONY: help setup build run test manual picture stripped install uninstall deb dist bench bench-open bench-filter corpus
.PHONY: bench-encodings bench-replay bench-expect bench-relay bench-forged bench-keys storm crash-loop pipelines compare-filters fuzzer fuzz quick-fuzzer quick-fuzz torture soak lint format clean sanitize
.PHONY: setup-tests

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing to build: the headers of ncurses, PCRE2, toml++, zlib and Zstandard
	@sh Tests/setup.sh build

setup-tests: ## Install what is missing for the tests: python3, tmux, tcpdump, tshark, strace, socat, shells and others
	@sh Tests/setup.sh tests

build: setup ## Build the release binary, .build/release/udpeek
	$(STATIC)

run: build ## Build and start udpeek on port 8080; others with ARGS='9000 --encoding gbk'
	.build/release/udpeek $(ARGS)

test: setup setup-tests ## Set up and run every test
	@sh Tests/run.sh $(SWIFT) test --disable-xctest

SANITIZED = SWIFT_BACKTRACE=enable=no $(SWIFT) test --disable-xctest --skip ProgramTests

sanitize: setup setup-tests ## Run the unit tests under the thread, address and undefined-behaviour sanitizers
	UDPEEK_UNDEFINED=1 LSAN_OPTIONS=suppressions=Tests/leaks.supp $(SANITIZED) --sanitize=address --scratch-path .build-asan
	$(SANITIZED) -c release --sanitize=thread --scratch-path .build-tsan

bench: build ## Compare with a plain C loop and other programs, then measure inner parts; ROUNDS=3
	UDPEEK_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product udpeek-bench
	.build-bench/release/udpeek-bench .build/release/udpeek --rounds $(ROUNDS)
	$(PARTS) baseline update bench-parts --no-progress --quiet
	$(PARTS) baseline read bench-parts --grouping metric
	$(PARTS) baseline read bench-parts --format jsonSmallerIsBetter --path .

bench-open: build ## Open and convert a million datagrams, beside tcpdump and tshark
	UDPEEK_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product udpeek-bench-open
	.build-bench/release/udpeek-bench-open .build/release/udpeek

corpus: build setup-tests ## Hold the captures below a folder against tshark; DIR=folder, or some that it makes
	@test -n "$(DIR)" || python3 Tests/Corpus/make_captures.py .build/corpus
	python3 Tests/Corpus/compare.py .build/release/udpeek "$(or $(DIR),.build/corpus)"

bench-filter: setup ## Time filters over 1,000,000 datagrams
	UDPEEK_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product udpeek-bench-filter
	.build-bench/release/udpeek-bench-filter

compare-filters: setup setup-tests ## Hold filters against libpcap and Wireshark; COUNT=10000
	UDPEEK_COMPARISONS=$(COUNT) $(SWIFT) test --disable-xctest --filter 'LibpcapTests|WiresharkTests'

fuzzer: setup
	UDPEEK_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz --product udpeek-fuzz --sanitize fuzzer \
	  -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address -Xswiftc -DFUZZING -Xswiftc -enable-testing

quick-fuzzer: setup
	UDPEEK_FUZZ="$(GUIDES)" $(SWIFT) build -c release --scratch-path .build-fuzz-quick --product udpeek-fuzz \
	  -Xswiftc -DFUZZING -Xswiftc -enable-testing

quick-fuzz: quick-fuzzer ## Fuzz without a sanitizer, guided by a few modules alone; RUNS, GUIDES='Formats Templates', ONLY=structs
	sh Tests/Fuzz/fuzz.sh .build-fuzz-quick/release/udpeek-fuzz $(RUNS) 0 $(ONLY)

fuzz: fuzzer ## Fuzz each parser with the address sanitizer; RUNS=1000000, ONLY=filter
	sh Tests/Fuzz/fuzz.sh .build-fuzz/release/udpeek-fuzz $(RUNS) 0 $(ONLY)

bench-encodings: setup ## Auto mode beside chardet, charset-normalizer and uchardet; PEERS=200
	sh Tests/Benchmarks/Encodings/setup.sh
	UDPEEK_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product udpeek-bench-encodings
	.build-bench/encodings/python/bin/python Tests/Benchmarks/Encodings/compare.py \
	  .build-bench/release/udpeek-bench-encodings --peers $(PEERS)

storm: build ## Draw and print random and hostile datagrams, and read what arrives; STORM=10000000
	UDPEEK_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product udpeek-storm
	python3 Tests/Benchmarks/Storm/storm.py .build-bench/release/udpeek-storm .build/release/udpeek $(STORM)

crash-loop: build setup-tests ## Kill a recording at random instants and read what it leaves; N=200
	python3 Tests/Crash/crash_loop.py .build/release/udpeek --rounds $(N)

bench-replay: build ## How well a replay keeps the gaps of a capture
	python3 Tests/Benchmarks/Replay/timing.py .build/release/udpeek

bench-expect: build ## Request and answer steps of a script, beside a plain C loop
	python3 Tests/Benchmarks/Expect/steps.py .build/release/udpeek

bench-relay: build ## Round trips, rate, losses and delays of the relay, beside a plain C relay
	python3 Tests/Benchmarks/Relay/relay.py .build/release/udpeek

bench-forged: build ## A flood of forged sources: CPU a datagram, memory, keys (in a network namespace)
	python3 Tests/Benchmarks/Forged/forged.py .build/release/udpeek

bench-keys: build ## How long each key of each pane takes with a million rows, quiet and under load, beside htop
	python3 Tests/Benchmarks/Keys/keys.py .build/release/udpeek

pipelines: build setup-tests ## Feed Redis, MQTT, PostgreSQL, rsyslog and Kafka's protocol under load; ARGS='--seconds 5'
	python3 Tests/Pipelines/pipelines.py .build/release/udpeek $(ARGS)

torture: build fuzzer setup-tests ## Inject real faults, print what was survived; SEED=n, ONLY='exact errno', CAPTURES=10000
	@sh Tests/setup.sh torture
	python3 Tests/Torture/torture.py .build/release/udpeek --fuzzer .build-fuzz/release/udpeek-fuzz \
	  $(if $(SEED),--seed $(SEED)) $(ONLY:%=--only %) $(CAPTURES:%=--captures %)

soak: build ## Mixed sizes and rates with the screen on; MINUTES=10, SEED=1
	python3 Tests/Torture/soak.py .build/release/udpeek --minutes $(MINUTES) --seed $(or $(SEED),1)

lint: ## Check the formatting
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Format the sources
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

manual: build setup-tests ## Write the manual pages anew, Resources/man
	python3 Tests/Tools/manual.py .build/release/udpeek Resources/man

picture: build setup-tests ## Draw the picture of the README from the running program
	sh Tests/Tools/picture.sh .build/release/udpeek Resources/screen.svg

stripped:
	@if command -v $(SWIFT) >/dev/null; then $(MAKE) --no-print-directory build; \
	elif [ ! -x .build/release/udpeek ]; then echo "no Swift here and nothing built yet: run make first" >&2; exit 1; fi
	strip -o .build/udpeek .build/release/udpeek

install: stripped ## Install program, manual, documents, completions and a sample configuration; PREFIX, DESTDIR=folder to stage
	@sh Resources/package/stage.sh .build/udpeek "$(DESTDIR)" "$(PREFIX)"

uninstall: ## Remove what install put there
	@sh Resources/package/unstage.sh "$(DESTDIR)" "$(PREFIX)"

deb: stripped ## Make a Debian package, .build/packages
	@sh Resources/package/deb.sh .build/udpeek $(OUTPUT)

dist: stripped ## Make a tarball for Linux with glibc, .build/packages
	@sh Resources/package/dist.sh .build/udpeek $(OUTPUT)

clean: ## Remove what was built
	rm -rf .build .build-*
