"""Label files from one format into another."""
