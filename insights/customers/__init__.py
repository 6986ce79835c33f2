"""Figures of customers by group and by month of beginning: computed, stored, measured where they are not stored."""
