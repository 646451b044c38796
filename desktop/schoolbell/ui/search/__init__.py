"""The search over the window: field, groups, filters, hits."""
