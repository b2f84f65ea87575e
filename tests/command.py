"""Run as a module, this is the `prachum` command of the checkout under test."""

from prachum.cli import run

if __name__ == "__main__":
    run()
