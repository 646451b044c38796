"""Tests of what is shipped: constraints, layout, data files, the interpreter with Qt."""
