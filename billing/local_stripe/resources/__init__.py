"""The objects of the API, a file a kind: what may be asked for, what is answered."""
