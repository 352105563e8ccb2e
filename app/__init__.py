"""Fremtidsbilde: live rooms where people make a shared picture of the future."""

import gc

RARELY = (50_000, 50, 100)
"""When the collector looks for cycles: a program that starts, and a crowd that comes, make many objects that stay."""

gc.set_threshold(*RARELY)
