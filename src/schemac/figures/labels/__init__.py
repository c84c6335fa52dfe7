"""Where the words and numbers of a figure go, so that nothing covers anything.

Names stand beside the figure with leaders (`beside`), numbers beside their dots (`inplace`).
Both need to know how wide a text is before anything draws it (`widths`).
"""
