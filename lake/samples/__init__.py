"""Public data sets in the contract's form, for tests and development."""
