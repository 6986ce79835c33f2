"""Blocks of the pages: what selectors read, turned into what components show. No query, no markup."""
