"""Scripted stand-ins: used where a real part cannot be made to fail on demand."""
