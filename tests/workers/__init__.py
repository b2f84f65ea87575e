"""Tests of the workers: the clock, the rehearsal, the simulated delegations."""
