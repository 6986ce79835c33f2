"""One file an address. A view reads parameters, asks the read door, writes JSON."""
