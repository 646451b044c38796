"""Search: what a person types against rooms, people, messages and files, from what is stored here."""
