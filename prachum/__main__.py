"""`python -m prachum` is the `prachum` command, for whoever has no folder of commands at hand."""

from prachum.cli import main

if __name__ == "__main__":
    main(prog_name="prachum")
