"""When customers buy: by hour of the week, by month of the year."""
