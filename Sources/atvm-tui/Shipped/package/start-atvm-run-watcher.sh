#!/bin/sh
# Starts the watcher of a build.
# A thin caller of the program beside it, which knows the flags: start-atvm-run-watcher.sh --help
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/atvm-tui" watcher start "$@"
