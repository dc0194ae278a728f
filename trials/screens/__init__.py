"""Admin screens of “Trials from registries”."""
