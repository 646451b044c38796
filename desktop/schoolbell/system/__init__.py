"""The machine around us: paths, resources, settings, policy, secrets, the HTTP client factory."""
