"""The web part as it is, but that nobody has to wait for having done much: a bench has fewer people than a meeting."""

import sys

from prachum.live.limits import Limit
from prachum.serving import main


def allows(limit: Limit, key: object) -> bool:
    return True


if __name__ == "__main__":
    setattr(Limit, "spend", allows)  # noqa: B010 mypy knows no other way
    sys.exit(main(int(sys.argv[1])))
