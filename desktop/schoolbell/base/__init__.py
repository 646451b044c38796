"""Ids, clock, owned tasks, errors, diffs, observables: no Qt, no I/O."""
