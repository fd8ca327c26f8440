#!/bin/sh
# The program and all its packages into a virtual environment, each by its hash: sh deploy/packages.sh VENV
set -eu
tree=$(dirname "$(dirname "$(readlink -f "$0")")")
pip="$1/bin/python -m pip install --quiet --disable-pip-version-check"
# Some packages come as sources, and are built by tools whose hashes are known too.
$pip --require-hashes -r "$tree/deploy/container/build.txt"
$pip --require-hashes --no-build-isolation -r "$tree/deploy/container/requirements.txt"
$pip --no-deps --no-build-isolation "$tree"
