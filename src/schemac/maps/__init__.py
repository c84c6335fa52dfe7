"""The maps of a workspace: which one leads from one spec to another, and those of a build."""

from schemac.maps.between import LANDMARKS, Mapped, Maps
from schemac.maps.build import FOLDER, published

__all__ = ["FOLDER", "LANDMARKS", "Mapped", "Maps", "published"]
