"""Reads what regulators publish and compares it with what we hold; never publishes."""
