"""What the pages of plan and payment show: read, put into words, laid out."""
