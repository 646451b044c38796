"""Qt models and presenters (QtCore only): they apply diffs and decide nothing."""
