"""Small controls that every pane shares; each takes the theme first and follows its changes."""
