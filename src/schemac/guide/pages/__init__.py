"""The pages of a guide, one kind in a module; each is a function of a `Context`."""
