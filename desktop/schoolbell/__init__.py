"""Schoolbell, the desktop client a school runs on when lessons move home."""
