"""Partners, their people and their hosts; the one way into a partner's schema. Lives in the public schema."""
