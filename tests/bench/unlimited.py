"""The web part as it is, but that one person may act without a pause: a bench has fewer people than a meeting."""

import sys

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from prachum.live import commands  # noqa: E402
from prachum.serving import main  # noqa: E402

ENDLESS = 1e9

if __name__ == "__main__":
    for limit in (commands.LIMIT, commands.FOR_LONG):
        limit.burst = limit.per_second = ENDLESS
    sys.exit(main(int(sys.argv[1])))
