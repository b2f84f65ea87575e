"""The newsroom publishes: pages for the public and the press, drafted from the journal, edited by people."""
