"""What the pages show, refuse and change."""
