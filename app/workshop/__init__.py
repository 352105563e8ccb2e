"""The pure heart: what a workshop is, what may happen in it, and who may see what.

Nothing here knows of clocks, databases, sockets, HTML or frameworks. ``decide`` turns a command into events,
``apply`` folds an event into the room, ``visible`` says what an audience may see.
"""
