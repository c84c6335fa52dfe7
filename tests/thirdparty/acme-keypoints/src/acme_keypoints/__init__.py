"""Acme's additions to schemac; nothing here is imported before one of their names is asked for."""
