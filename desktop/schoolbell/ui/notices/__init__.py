"""Notices: the composer, the pinned bar, who has signed, and what the timeline's cards lead to."""
