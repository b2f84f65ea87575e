"""What takes too long for every change is held here, by `scripts/soak`."""
