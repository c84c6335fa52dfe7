"""CSV: tables as text, a row a keypoint (`long`) or a row an instance (`wide`)."""
