"""Tests and benches of Schoolbell; run a bench from the top of the checkout: `python -m tests.bench.NAME`."""
