"""The always-on office of a school: import, slips, checks; no Qt."""
