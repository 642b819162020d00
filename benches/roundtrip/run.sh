#!/usr/bin/env bash
# Exports events and reads them back with pandas, DuckDB and R, where these are at hand or can be installed.
# Usage: benches/roundtrip/run.sh [PROGRAM]; what cannot be run is said to be skipped, and is no failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-target/release/whowhom}
venv=${ROUNDTRIP_VENV:-target/roundtrip-venv}

skip() {
    echo "round trip: SKIPPED $1"
}

if ! command -v python3 >/dev/null; then
    skip "pandas, DuckDB and R: there is no python3"
    exit 0
fi
if ! "$venv/bin/python" -c 'import pandas, duckdb, pyarrow' 2>/dev/null; then
    if ! { python3 -m venv "$venv" && timeout 300 "$venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 \
        -r benches/roundtrip/requirements.txt; }; then
        skip "pandas, DuckDB and R: the packages of benches/roundtrip/requirements.txt cannot be installed here"
        exit 0
    fi
fi
if ! command -v Rscript >/dev/null && [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    timeout 240 sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core' \
        >/dev/null 2>&1 || true
fi
command -v Rscript >/dev/null || skip "R: there is no Rscript"
"$venv/bin/python" benches/roundtrip/check.py "$program"
