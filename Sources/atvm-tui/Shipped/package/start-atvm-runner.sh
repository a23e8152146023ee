#!/bin/sh
# Starts the runner of a build.
# A thin caller of the program beside it, which knows the flags: start-atvm-runner.sh --help
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/atvm-tui" runner start "$@"
