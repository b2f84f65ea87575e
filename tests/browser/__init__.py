"""People in front of a real Chromium take part in a meeting that a real server holds."""
