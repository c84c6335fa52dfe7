"""The maps of a workspace: which one leads from one spec to another, and those of a build."""

from schemac.maps.between import LANDMARKS, Mapped, Maps
from schemac.maps.build import FOLDER, published
from schemac.maps.files import map_of_file

__all__ = ["FOLDER", "LANDMARKS", "Mapped", "Maps", "map_of_file", "published"]
