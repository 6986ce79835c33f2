"""What the pages of this room show: sentences, tables and states apart."""
