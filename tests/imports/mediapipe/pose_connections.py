"""MediaPipe Pose connections."""

POSE_CONNECTIONS = frozenset([(0, 1), (0, 2), (1, 2)])
