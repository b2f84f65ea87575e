"""Django's own management commands, with this installation's settings."""

import os

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a Django management command (migrate, makemigrations, check, …)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prachum.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["prachum manage", *arguments])
