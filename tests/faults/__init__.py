"""A bad line on purpose: a seeded fault proxy, and real client processes that are killed behind it."""
