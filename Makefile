# One line of help a target: make help
.DEFAULT_GOAL := build
SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
ARGS ?=
ROUNDS ?= 3

PEERS ?= 200
COUNT ?= 10000000

.PHONY: help setup build run test bench bench-encodings storm lint format install clean tsan setup-tests

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what is missing: libncurses-dev; for the tests python3 and tmux
	@sh Tests/setup.sh build

setup-tests:
	@sh Tests/setup.sh tests

build: setup ## Build the release binary, .build/release/udpeek
	$(SWIFT) build -c release --product udpeek

run: build ## Build and start udpeek on port 8080; others with ARGS='9000 --encoding gbk'
	.build/release/udpeek $(ARGS)

test: setup setup-tests ## Set up and run every test
	$(SWIFT) test --disable-xctest

tsan: setup ## Run the tests of the core under the thread sanitizer (release build)
	SWIFT_BACKTRACE=enable=no $(SWIFT) test -c release --sanitize=thread --scratch-path .build-tsan --disable-xctest --filter UDPCoreTests

bench: build ## Compare with a plain C loop and other programs; ROUNDS=3
	UDPEEK_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product udpeek-bench
	.build-bench/release/udpeek-bench .build/release/udpeek $(ROUNDS)

bench-encodings: setup ## Auto mode beside chardet, charset-normalizer and uchardet; PEERS=200
	sh Tests/Benchmarks/Encodings/setup.sh
	UDPEEK_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product udpeek-bench-encodings
	.build-bench/encodings/python/bin/python Tests/Benchmarks/Encodings/compare.py \
	  .build-bench/release/udpeek-bench-encodings --peers $(PEERS)

storm: build ## Draw and print random and hostile datagrams, and read what arrives; COUNT=10000000
	UDPEEK_BENCH=1 $(SWIFT) build -c release --scratch-path .build-bench --product udpeek-storm
	python3 Tests/Benchmarks/Storm/storm.py .build-bench/release/udpeek-storm .build/release/udpeek $(COUNT)

lint: ## Check the formatting
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Format the sources
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

install: build ## Copy the binary to PREFIX (DESTDIR is honoured)
	install -D -m 755 .build/release/udpeek $(DESTDIR)$(PREFIX)/bin/udpeek

clean: ## Remove what was built
	rm -rf .build .build-*
