"""Workers act in meetings of their own accord, as the clock or as simulated delegations, by the rules like anybody."""
