"""`PRACHUM_DATA=$(mktemp -d) python -m tests.meetings` writes the golden journals anew, where a change is meant."""

from prachum.ready import make_ready

make_ready()

from tests.meetings.golden import FILES, golden, held_anew  # noqa: E402 models can be imported only now

for file in FILES:
    golden(file).write_text("\n".join(held_anew(file)) + "\n")
