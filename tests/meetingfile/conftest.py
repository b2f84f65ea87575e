"""What is imported goes into the databases of this run of the tests, in which nothing is ever deleted."""

from prachum.ready import make_ready

make_ready()
