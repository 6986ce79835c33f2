"""Figures as ratios within one run: what `make bench` prints."""
