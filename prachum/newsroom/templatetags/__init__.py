"""What other pages may show of the news, without knowing the newsroom."""
