"""The live plane answers commands, views and streams beside Django, through one door of admission."""
