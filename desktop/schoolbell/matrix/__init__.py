"""The Matrix client-server API over an HTTP client that is passed in: no Qt, no SQL."""
