"""Blocks of the page Competitors: what the read door says about others, turned into words and drawings."""
