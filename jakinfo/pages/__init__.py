"""Pages about the whole site: search, what changed, about us, and the addresses machines ask for."""
