#!/bin/sh
# Is the runner of a build that has been started: what its unit executes.
# A thin caller of the program beside it, which knows the flags: run-atvm-runner.sh --help
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/atvm-tui" runner exec "$@"
