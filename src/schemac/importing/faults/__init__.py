"""Findings on drafts, a module a subject."""
