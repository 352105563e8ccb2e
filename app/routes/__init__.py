"""The doors: parse, ask, answer. No rules, no SQL."""
