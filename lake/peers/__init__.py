"""The only reads across partners: aggregates, each judged by `disclosure`."""
