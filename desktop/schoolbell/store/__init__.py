"""SQLite: connections, migrations and one module per table family."""
