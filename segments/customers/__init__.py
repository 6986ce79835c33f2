"""A partner's customers one by one, under names that only this partner sees."""
