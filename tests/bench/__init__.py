"""What is measured is a ratio against a baseline of the same run, in interleaved repetitions, with real processes."""
