"""A partner beside similar businesses: what is compared, whom with, and the pass that computes it for everybody."""
