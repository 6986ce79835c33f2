"""The pages a payer sees: Checkout, 3-D Secure, the hosted invoice, the Billing Portal. No script anywhere."""
