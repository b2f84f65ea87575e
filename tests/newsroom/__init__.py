"""What the newsroom drafts, publishes, counts and shows."""
