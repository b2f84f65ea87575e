"""The command answers at once: what a part needs is imported when that part is asked for."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from prachum.cli import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_in_a_line_what_it_does(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.get_short_help_str()


def test_an_unknown_command_is_refused() -> None:
    answer = CliRunner().invoke(main, ["adjourn-for-ever"])
    assert answer.exit_code == 2
    assert "No such command" in answer.output


def test_naming_the_commands_does_not_wait_for_django() -> None:
    said = "import sys, prachum.cli; print([name for name in ('django', 'livekit', 'numpy') if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
