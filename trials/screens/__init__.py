"""Admin screens of “From registries”."""
