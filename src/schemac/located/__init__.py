"""Other people's files as trees whose every value knows its line and column.

`json`, `yaml`, `xml` and `python` each have `read(file, data)`. Nothing is executed and nothing is
looked up elsewhere. Sizes, depths and numbers are bounded; every number fits a float, and every
string can be written as UTF-8. A file that cannot be read raises `Unreadable`, which says where
and why.
"""

from schemac.located.node import Element, Node, Unreadable

__all__ = ["Element", "Node", "Unreadable"]
