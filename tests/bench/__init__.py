"""Benches; each ends with one JSON line."""
