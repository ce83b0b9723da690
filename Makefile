# One line of help a target: make help
.DEFAULT_GOAL := build
SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
ARGS ?=

.PHONY: help setup build run test bench lint format install clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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
	$(SWIFT) test -c release --sanitize=thread --scratch-path .build-tsan --disable-xctest --filter UDPCoreTests

bench: build ## Measure one run: 200,000 datagrams a second into listen and into the screen
	python3 Tests/Bench/load.py .build/release/udpeek

lint: ## Check the formatting
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Format the sources
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

install: build ## Copy the binary to PREFIX (DESTDIR is honoured)
	install -D -m 755 .build/release/udpeek $(DESTDIR)$(PREFIX)/bin/udpeek

clean: ## Remove what was built
	rm -rf .build .build-*
