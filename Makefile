# What a person or a pipeline does with this project. `make help` lists it.

SWIFT ?= swift
# Where an installation goes in place of this machine, for a package or an image.
DESTDIR ?=
# Options of the demo, such as `make demo DEMO="--builds 6 --speed 60"`.
DEMO ?=
# Options of the measurement: `make bench BENCH=--quick`.
BENCH ?=

PACKAGES = libncurses-dev libexpat1-dev
# What only the tests need; without them some are skipped, and say so.
TEST_PACKAGES = strace curl
# One file that needs no library of the controller.
STATIC = -c release --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s
BINARY = .build/release/atvm-tui

.PHONY: help demo test release install lint bench packages test-packages toolchain
.DEFAULT_GOAL := help

help:
	@echo "make demo      the console on a simulated controller (DEMO=\"--builds 6 --speed 60\")"
	@echo "make test      build everything and run the tests"
	@echo "make lint      format and style of all Swift files"
	@echo "make release   the static program, $(BINARY)"
	@echo "make install   install the package on this machine: program, helper scripts, units (DESTDIR)"
	@echo "make bench     measure the readers and the program beside its peers (BENCH=--quick)"
	@echo "make packages  install the Debian packages that the build needs"

toolchain:
	@command -v $(SWIFT) >/dev/null || { echo "make: no '$(SWIFT)' in PATH; Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 69; }

packages:
	@command -v dpkg-query >/dev/null || { echo "make: not a Debian system; see to the headers of ncurses and expat yourself"; exit 0; }; \
	missing=; \
	for package in $(PACKAGES); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	test -n "$$missing" || exit 0; \
	if test "$$(id -u)" -ne 0; then \
	    echo "make: packages are missing; run: sudo apt-get install --yes$$missing" >&2; exit 69; \
	fi; \
	apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends $$missing

test-packages:
	@for tool in $(TEST_PACKAGES); do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	test -n "$$missing" || exit 0; \
	if test "$$(id -u)" -eq 0 && command -v apt-get >/dev/null; then \
	    apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends $$missing && exit 0; \
	fi; \
	echo "make: not installed:$$missing; the tests that kill and fail system calls are SKIPPED" >&2

demo: toolchain packages
	$(SWIFT) build --product atvm-tui
	@exec .build/debug/atvm-tui demo $(DEMO)

# The check of imports finds what an incremental build lets pass: a target that uses another without declaring it.
# ATVM_EVERY_CALL=1 kills and fails every single system call instead of a sample.
test: toolchain packages test-packages
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build

lint: toolchain
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

release: toolchain packages
	$(SWIFT) build $(STATIC) --product atvm-tui
	@ls -l $(BINARY) | awk '{ printf "$(BINARY): %.1f MB\n", $$5 / 1e6 }'

# Builds only where nothing has been built yet, so that `sudo make install` compiles nothing as root.
install:
	@test -x $(BINARY) || $(MAKE) release
	$(BINARY) install $(if $(DESTDIR),--root '$(DESTDIR)')

# The readers on a log of a gigabyte beside wc, then the whole program beside its peers.
bench: release
	$(SWIFT) build $(STATIC) --product bench-tree
	$(SWIFT) build $(STATIC) --product reader-bench
	$(SWIFT) build $(STATIC) --product view-bench
	.build/release/reader-bench
	.ci/bench $(BENCH)
