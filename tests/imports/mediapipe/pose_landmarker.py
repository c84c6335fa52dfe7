# From mediapipe/tasks/python/vision of MediaPipe 1.2.2.
import dataclasses
import enum
from typing import List


class PoseLandmark(enum.IntEnum):
  """The 33 pose landmarks."""

  NOSE = 0
  LEFT_EYE_INNER = 1
  LEFT_EYE = 2
  LEFT_EYE_OUTER = 3
  RIGHT_EYE_INNER = 4
  RIGHT_EYE = 5
  RIGHT_EYE_OUTER = 6
  LEFT_EAR = 7
  RIGHT_EAR = 8
  MOUTH_LEFT = 9
  MOUTH_RIGHT = 10
  LEFT_SHOULDER = 11
  RIGHT_SHOULDER = 12
  LEFT_ELBOW = 13
  RIGHT_ELBOW = 14
  LEFT_WRIST = 15
  RIGHT_WRIST = 16
  LEFT_PINKY = 17
  RIGHT_PINKY = 18
  LEFT_INDEX = 19
  RIGHT_INDEX = 20
  LEFT_THUMB = 21
  RIGHT_THUMB = 22
  LEFT_HIP = 23
  RIGHT_HIP = 24
  LEFT_KNEE = 25
  RIGHT_KNEE = 26
  LEFT_ANKLE = 27
  RIGHT_ANKLE = 28
  LEFT_HEEL = 29
  RIGHT_HEEL = 30
  LEFT_FOOT_INDEX = 31
  RIGHT_FOOT_INDEX = 32


class PoseLandmarksConnections:
  """The connections between pose landmarks."""

  @dataclasses.dataclass
  class Connection:
    """The connection class for pose landmarks."""

    start: int
    end: int

  POSE_LANDMARKS: list[Connection] = [
      Connection(0, 1),
      Connection(1, 2),
      Connection(2, 3),
      Connection(3, 7),
      Connection(0, 4),
      Connection(4, 5),
      Connection(5, 6),
      Connection(6, 8),
      Connection(9, 10),
      Connection(11, 12),
      Connection(11, 13),
      Connection(13, 15),
      Connection(15, 17),
      Connection(15, 19),
      Connection(15, 21),
      Connection(17, 19),
      Connection(12, 14),
      Connection(14, 16),
      Connection(16, 18),
      Connection(16, 20),
      Connection(16, 22),
      Connection(18, 20),
      Connection(11, 23),
      Connection(12, 24),
      Connection(23, 24),
      Connection(23, 25),
      Connection(24, 26),
      Connection(25, 27),
      Connection(26, 28),
      Connection(27, 29),
      Connection(28, 30),
      Connection(29, 31),
      Connection(30, 32),
      Connection(27, 31),
      Connection(28, 32),
  ]
