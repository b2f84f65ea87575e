"""The accounts of a soak know whom they count, and so need the models."""

from prachum.ready import make_ready

make_ready()
