"""The figures of a guide: each a function from a skeleton, or a stage of it, to a canvas."""
