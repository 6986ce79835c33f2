"""Models of customers: what they are worth, who they are, who is about to leave."""
