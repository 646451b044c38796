"""The sync engine against a scripted server."""
