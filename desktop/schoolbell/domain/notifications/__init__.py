"""Notifications: which new messages deserve one, when, and what may be told."""
