#!/bin/sh
# Stops the runner of a build and every process that it has started.
# A thin caller of the program beside it, which knows the flags: cancel-atvm-runner.sh --help
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/atvm-tui" runner cancel "$@"
