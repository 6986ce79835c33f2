"""What the pages about customers show: a module for each block, sentences and states apart."""
