"""The embedded demo school and the tour, on top of everything; nothing imports it."""
