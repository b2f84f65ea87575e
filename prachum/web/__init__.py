"""The pages contain no rule: they show what registry and journal say, and pass on what is pressed."""
