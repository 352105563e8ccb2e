"""Measurements of the whole way, against a real server on this machine."""
