"""What a partner's own payments say: metrics, their values, and the door through which they are read."""
