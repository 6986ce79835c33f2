"""The way in: public pages of the sign-up, and the first steps on the partner's own host."""
