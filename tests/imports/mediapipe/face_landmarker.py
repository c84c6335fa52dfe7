# From mediapipe/tasks/python/vision of MediaPipe 1.2.2.
import dataclasses
import enum
from typing import List


class FaceLandmarksConnections:
  """The connections between face landmarks."""

  @dataclasses.dataclass
  class Connection:
    """The connection class for face landmarks."""

    start: int
    end: int

  FACE_LANDMARKS_LIPS: List[Connection] = [
      Connection(61, 146),
      Connection(146, 91),
      Connection(91, 181),
      Connection(181, 84),
      Connection(84, 17),
      Connection(17, 314),
      Connection(314, 405),
      Connection(405, 321),
      Connection(321, 375),
      Connection(375, 291),
      Connection(61, 185),
      Connection(185, 40),
      Connection(40, 39),
      Connection(39, 37),
      Connection(37, 0),
      Connection(0, 267),
      Connection(267, 269),
      Connection(269, 270),
      Connection(270, 409),
      Connection(409, 291),
      Connection(78, 95),
      Connection(95, 88),
      Connection(88, 178),
      Connection(178, 87),
      Connection(87, 14),
      Connection(14, 317),
      Connection(317, 402),
      Connection(402, 318),
      Connection(318, 324),
      Connection(324, 308),
      Connection(78, 191),
      Connection(191, 80),
      Connection(80, 81),
      Connection(81, 82),
      Connection(82, 13),
      Connection(13, 312),
      Connection(312, 311),
      Connection(311, 310),
      Connection(310, 415),
      Connection(415, 308),
  ]

  FACE_LANDMARKS_LEFT_IRIS: List[Connection] = [
      Connection(474, 475),
      Connection(475, 476),
      Connection(476, 477),
      Connection(477, 474),
  ]

  FACE_LANDMARKS_RIGHT_IRIS: List[Connection] = [
      Connection(469, 470),
      Connection(470, 471),
      Connection(471, 472),
      Connection(472, 469),
  ]

  FACE_LANDMARKS_TESSELATION: List[Connection] = [
      Connection(127, 34),
      Connection(34, 139),
      Connection(139, 127),
      Connection(11, 0),
  ]
