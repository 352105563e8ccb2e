"""Work that runs beside: files are made in a process of their own, so that no live room waits and no memory stays.

``order`` says what is made, ``making`` makes it, ``press`` does so in another process, ``worker`` takes up the jobs.
"""
