"""The DING pane and its pop-up."""
