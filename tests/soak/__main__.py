"""`python -m tests.soak` holds installations of its own for long, which are gone afterwards, and says what it found."""

import click

from tests.soak.away import away
from tests.soak.churn import churn
from tests.soak.crashes import crashes
from tests.soak.meeting import meeting
from tests.soak.network import network
from tests.soak.races import races


@click.group()
def soak() -> None:
    """Hold out for long, outside of what is tested with every change."""


soak.add_command(away)
soak.add_command(churn)
soak.add_command(crashes)
soak.add_command(meeting)
soak.add_command(network)
soak.add_command(races)

if __name__ == "__main__":
    soak()
