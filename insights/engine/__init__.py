"""The numeric core: one partner's visits in, exact measures of any window out. NumPy, no Django."""
