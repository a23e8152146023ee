# What a person or a pipeline does with this project. `make help` lists it.

SWIFT ?= swift
# Where an installation goes in place of this machine, for a package or an image.
DESTDIR ?=
# Options of the demo, such as `make demo DEMO="--builds 6 --speed 60"`.
DEMO ?=
# Options of the measurement: `make bench BENCH=--quick`.
BENCH ?=

PACKAGES = libncurses-dev libexpat1-dev
# One file that needs no library of the controller.
STATIC = -c release --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s
BINARY = .build/release/atvm-tui

.PHONY: help demo test release install lint bench packages toolchain
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

demo: toolchain packages
	$(SWIFT) build --product atvm-tui
	@exec .build/debug/atvm-tui demo $(DEMO)

# The check of imports finds what an incremental build lets pass: a target that uses another without declaring it.
test: toolchain packages
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
	.build/release/reader-bench
	.ci/bench $(BENCH)
