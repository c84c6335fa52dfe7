"""MediaPipe Pose."""

import enum

from mediapipe.python.solutions.pose_connections import POSE_CONNECTIONS


class PoseLandmark(enum.IntEnum):
  """The pose landmarks."""
  NOSE = 0
  LEFT_EYE = 1
  RIGHT_EYE = 2
