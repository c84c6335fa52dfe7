"""History: what changed between two versions, who is broken by it, and whether it was declared."""
