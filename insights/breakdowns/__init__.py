"""Customers cut into groups: one file a breakdown, found by its file."""
