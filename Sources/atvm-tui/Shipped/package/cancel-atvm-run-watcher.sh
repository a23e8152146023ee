#!/bin/sh
# Stops the watcher of a build, which counts as cancelled from then on; nothing is posted.
# A thin caller of the program beside it, which knows the flags: cancel-atvm-run-watcher.sh --help
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/atvm-tui" watcher cancel "$@"
