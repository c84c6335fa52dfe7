"""Label files from one skeleton to another: planned, carried, accounted for."""
