"""Text in, declarations out. Nothing here raises for what a document says."""
