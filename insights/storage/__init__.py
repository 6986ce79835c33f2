"""How computed values are written and read: PostgreSQL's own binary form in, slices of arrays out."""
