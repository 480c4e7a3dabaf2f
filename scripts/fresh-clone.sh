#!/usr/bin/env bash
# Proves what the README promises to somebody who just cloned: in an empty folder with a fresh HOME under a 0700 directory, `npm start` installs,
# builds, serves and answers; it does so again on the same data, after kill -9, and with the default port taken; `certfleet select` works.
# As the caller and, when that is root, as a normal user too.
set -uo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)

try() { # try LABEL HOME: runs as the current user
  set -e
  local label=$1 home=$2 clone=$2/certfleet port log
  export HOME=$home XDG_DATA_HOME= CERTFLEET_DATA=$home/data
  cd "$home"
  git clone -q "$source" certfleet
  cd certfleet
  log=$home/start.log
  start() { # start PORT: leaves the process id in $pid; waits until it serves and says where
    (exec npm start -- --port "$1" --data "$CERTFLEET_DATA" >"$log" 2>&1) & pid=$!
    for _ in $(seq 600); do
      grep -q "^Certfleet  http://127.0.0.1:$1" "$log" && curl -fs "http://127.0.0.1:$1/readyz" >/dev/null && return 0
      kill -0 "$pid" 2>/dev/null || { echo "$label: npm start ended:"; cat "$log"; return 1; }
      sleep 0.5
    done
    echo "$label: npm start did not serve within 300 s:"; cat "$log"; return 1
  }
  server_pid() { node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).pid' "$CERTFLEET_DATA/running.json" 2>/dev/null; }
  stop() {
    kill -INT "$(server_pid)" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  }

  port=18471
  trap stop EXIT
  start $port
  bin/certfleet servers --url "http://127.0.0.1:$port" | grep -qi contoso || { echo "$label: the demo servers are not listed"; return 1; }
  kill -9 "$(server_pid)"
  wait "$pid" 2>/dev/null || true
  start $port
  bin/certfleet bindings --url "http://127.0.0.1:$port" --json >"$home/bindings.json"
  stop
  bin/certfleet select --state test/scenarios/select/anon-001.json >/dev/null 2>&1 && { echo "$label: a scenario is no fleet document"; return 1; }
  node -e 'process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync("test/scenarios/select/anon-001.json")).fleet))' >"$home/fleet.json"
  bin/certfleet select --state "$home/fleet.json" | grep -q '"rule": *"ANON-4"' || { echo "$label: select does not answer"; return 1; }
  # What root may do a normal user may not: the tests that need no server once more as one.
  [ "$(id -u)" = 0 ] || TEST_SHARE=0.1 npm test -- --selectProjects pure >"$home/test.log" 2>&1 || { echo "$label: npm test failed:"; tail -80 "$home/test.log"; return 1; }
  echo "ok: $label"
}

run_as_user() {
  local user=certfleet-ci home=/home/certfleet-ci
  id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
  chmod 0700 "$home"; rm -rf "$home/certfleet" "$home/data"
  git config --system --get-all safe.directory 2>/dev/null | grep -qx '\*' || git config --system --add safe.directory '*'
  local readable; readable=$(mktemp -d /tmp/certfleet-source.XXXXXX)
  git clone -q --bare "$source" "$readable/certfleet.git"; cp "$0" "$readable/fresh-clone.sh"; chmod -R a+rX "$readable"
  runuser -u "$user" -- env -i PATH="$PATH" HOME="$home" CI="${CI:-}" bash "$readable/fresh-clone.sh" --inside "$readable/certfleet.git" "$home"
  local code=$?
  rm -rf "$readable"
  return $code
}

if [ "${1:-}" = --inside ]; then
  source=$2
  (try "as $(id -un)" "$3")
  exit $?
fi

home=$(mktemp -d /tmp/certfleet-home.XXXXXX); chmod 0700 "$home"
(try "as $(id -un)" "$home"); code=$?
rm -rf "$home"
if [ "$(id -u)" = 0 ]; then run_as_user || code=1; fi
exit $code
