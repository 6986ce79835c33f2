"""Amounts, exact to the kopeck: proration, discounts, taxes."""
