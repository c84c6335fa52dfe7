"""What is wrong in label data: structure, places, bodies that cannot be."""
