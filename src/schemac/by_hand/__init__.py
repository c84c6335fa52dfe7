"""Pages to make a skeleton from by hand, for tools that take no file of one.

`steps` is what a format says of its tool, `page` draws and writes, and is loaded when it is asked.
"""
