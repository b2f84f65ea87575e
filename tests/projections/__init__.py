"""The projections are tried on meetings that the rules allow."""
