"""Order and fan-out: one writer per room, one ring per audience. No sockets, no HTML, no web framework."""
