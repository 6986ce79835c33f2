"""What a customer is worth: how often they will come (BG/NBD) and what they will spend (Gamma-Gamma)."""
