"""Notices: written once for many classes, read, confirmed or signed, followed per class and person."""
