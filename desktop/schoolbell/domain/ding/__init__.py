"""DING: urgent notices that must be known to have arrived."""
