"""The one place of our version (PEP 440)."""

VERSION = "0.1.0"
