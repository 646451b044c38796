"""Locking the window with a PIN."""
