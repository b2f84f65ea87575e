"""What an installation is made of, as the locks say it, and what is known against any of it."""
