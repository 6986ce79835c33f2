"""Template libraries: numbers, dates, look."""
