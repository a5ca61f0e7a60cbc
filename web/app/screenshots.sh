#!/usr/bin/env bash
# Takes the pictures of docs/screenshots from a server of its own, on a free port, with a store that is thrown away.
set -euo pipefail
cd "$(dirname "$0")"

data=$(mktemp -d)
port=$(node -e "const s = require('node:net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
../../tacit serve --listen "127.0.0.1:$port" --data "$data" >"$data/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$data"' EXIT

until curl -fsS -o /dev/null "http://127.0.0.1:$port/readyz" 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || { cat "$data/server.log" >&2; exit 1; }
done
node screenshots.mjs "http://127.0.0.1:$port" "$@"
