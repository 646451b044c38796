"""The Messages pane: room list, timeline, composer and details."""
