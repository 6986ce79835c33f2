"""What happens by itself as time passes: renewals, retries, schedules, expiry."""
