"""Simulated people: they come in over real HTTP and act over real sockets, as the JSON subprotocol says."""

from app.simulate.lines import Line, limited, read_lines
from app.simulate.participant import NoSuchWorkshop, Simulated
from app.simulate.playing import Crowd, everyone, gathered, played, simulate
from app.simulate.report import Report

__all__ = [
    "Crowd",
    "Line",
    "NoSuchWorkshop",
    "Report",
    "Simulated",
    "everyone",
    "gathered",
    "limited",
    "played",
    "read_lines",
    "simulate",
]
