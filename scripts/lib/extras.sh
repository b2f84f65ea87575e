# Sourced after steps.sh: what testing and measuring need besides what running needs.

extras() {
  debian chromium fonts-noto-core fonts-thai-tlwg caddy nginx-light libnginx-mod-stream faketime strace iproute2
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || debian postgresql-15
  once test requirements/test.txt -- pip --require-hashes -r requirements/test.txt
}
