"""What is sold: features, plans and the one gate that asks for them. Lives in the public schema."""
