"""Figures to pages: the report of each wave and the validation pages.

Everything here prints what `report.*` holds and computes nothing. `pages` writes the report,
`validation_page` what was found when the raw files were read.
"""
