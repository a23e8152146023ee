#!/bin/sh
# Starts a build: template step, watcher, runner.
# A thin caller of the program beside it, which knows the flags: start-atvm-run.sh --help
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/atvm-tui" start "$@"
