"""The `prachum` command: each part brings its own, imported only when it is asked for."""

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

COMMANDS = {
    "check": "prachum.meetingfile.cli:check",
    "demo": "prachum.demo:demo",
    "draft": "prachum.newsroom.cli:draft",
    "erase": "prachum.journal.commands:erase",
    "export": "prachum.journal.commands:export",
    "export-file": "prachum.meetingfile.cli:export_file",
    "import": "prachum.meetingfile.cli:import_file",
    "link": "prachum.registry.cli:link",
    "manage": "prachum.manage:manage",
    "rehearse": "prachum.workers.rehearse:rehearse",
    "up": "prachum.up:up",
    "user": "prachum.registry.cli:user",
    "verify": "prachum.journal.commands:verify_journal",
}


class Parts(click.Group):
    """A group whose commands are named by import path, so that `prachum verify` never waits for Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Parts, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="prachum")
def main() -> None:
    """Hold formal multilateral meetings: the chamber, its journal, its record."""


def run() -> NoReturn:
    """The command as a process of its own.

    What has spoken and listened keeps threads that may bring down an interpreter which takes its leave; all is closed
    by then.
    """
    try:
        main(prog_name="prachum")
    except SystemExit as end:
        if "prachum.workers.line" not in sys.modules or not isinstance(end.code, int):
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)
    raise AssertionError("click ends the process")
