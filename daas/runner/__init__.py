"""What `make demo`, `up`, `down`, `status`, `services` and `test` run: real servers, one clean shutdown."""
