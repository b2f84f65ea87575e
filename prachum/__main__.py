"""`python -m prachum` is the `prachum` command, for whoever has no folder of commands at hand."""

from prachum.cli import run

if __name__ == "__main__":
    run()
