"""Panes, widgets and theme (QtWidgets)."""
