"""A local Stripe for the demo and the tests: a program of its own that speaks over HTTP."""
