"""Notices of a class or the school: written once, to be read, confirmed or signed."""
