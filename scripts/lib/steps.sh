# Sourced by the scripts, from the top of the checkout: steps that are skipped when nothing changed, and stages that are timed.
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
PATH="$PWD/.venv/bin:$PATH"

stage() { # stage NAME COMMAND...: run it, and say how long it took as it ends
  local name=$1 began=$SECONDS
  shift
  "$@"
  echo "— stage $name: $((SECONDS - began)) s"
}

at_once() { # at_once COMMAND OTHER: run both at the same time, each a line of words; what the other says follows, and either may fail
  local said other failed=0
  said=$(mktemp)
  $2 >"$said" 2>&1 &
  other=$!
  $1 || failed=1
  wait "$other" || failed=1
  cat "$said"
  rm "$said"
  return "$failed"
}

once() { # once NAME FILES -- COMMAND...: run it unless it has succeeded with these very files (names without blanks)
  local stamp=.venv/.done-$1 files=$2 now
  shift 3
  now=$(cat $files | sha256sum)
  [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return
  "$@"
  echo "$now" >"$stamp"
}

pip() { # pip ARGUMENTS...: install quietly into .venv
  echo "… pip install $*"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"
}

debian() { # debian PACKAGE...: install what is missing where we may; else name it and fail
  local package missing=()
  for package; do
    if command -v dpkg-query >/dev/null; then
      [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == *" installed" ]] || missing+=("$package")
    elif [[ $package != fonts-* ]]; then
      command -v "$package" >/dev/null || missing+=("$package")
    fi
  done
  [ ${#missing[@]} = 0 ] && return
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing, by their Debian names: ${missing[*]}. Install them and run this again." >&2
    exit 1
  fi
  echo "… apt-get install ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}
