"""kill -9 at any moment: what was said is not lost, what was filed is filed once."""
