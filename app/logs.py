"""The log: one line to standard error for each thing that somebody who keeps the server running should know.

A line has facts: names of events, of doors and of kinds of errors, places in the code, ids of rooms and requests. It
never has what people wrote or who they are; exceptions and other libraries' messages, which quote what they failed on,
are cut down to what cannot.
"""

import io
import logging
import re
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.settings import Settings

PLACES = 6
"""Frames of the code that are named where an exception came from, the innermost last."""

_PLAIN = (str, int, float, list, type(None))
"""What a line's facts are; of anything else the kind is told."""

_QUOTES = re.compile(r"[\n(<]")
"""Where asyncio begins to quote the objects that it talks of."""

_CAUSED_BY_CLIENTS = {"Invalid UTF-8 sequence received from client."}
"""What uvicorn tells of as an error, and anybody can cause as often as they like; their line is closed with 1007."""


class Unfailing(io.TextIOBase):
    """Writes where it can. What cannot be written (a full disk, a closed pipe) is lost, and nobody fails for it."""

    def __init__(self, out: TextIO | None) -> None:
        self._out = out

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError, AttributeError):  # a closed file; none at all, where it was closed at start
            cast("TextIO", self._out).write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError, AttributeError):
            cast("TextIO", self._out).flush()


def configure(settings: Settings) -> None:
    """Let everything that logs in this process, here or in a library, write lines of one form."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    out = cast("TextIO", Unfailing(sys.stderr))
    text = settings.log_format == "text" or (settings.log_format == "auto" and terminal)
    render: Processor = (
        structlog.dev.ConsoleRenderer(colors=terminal)
        if text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    common: Sequence[Processor] = (
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
    )
    structlog.configure(
        processors=[*common, render],
        logger_factory=structlog.PrintLoggerFactory(out),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_foreign, *common],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("uvicorn.error").addFilter(_is_ours)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.msg not in _CAUSED_BY_CLIENTS


def _without_words(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """An exception's message may quote anybody: its kind and its place say what went wrong."""
    line.pop("stack_info", None)
    error = _exception(line.pop("exc_info", None))
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
        line["error"] = type(error).__name__
        line["at"] = [f"{frame.filename}:{frame.lineno}" for frame in frames]
    for name, value in line.items():
        if not isinstance(value, _PLAIN) and not name.startswith("_"):  # what structlog itself has laid by
            line[name] = type(value).__name__
    return line


def _foreign(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """A library's message: its first line, and of asyncio's only what comes before it quotes somebody."""
    message = str(line["event"])
    source = line["_record"].name
    kept = _QUOTES.split(message, maxsplit=1)[0] if source == "asyncio" else message.split("\n", 1)[0]
    line["event"] = kept.strip()
    line["logger"] = source
    return line


def _exception(told: Any) -> BaseException | None:
    """The exception in any of the forms in which it is handed to a logger."""
    if isinstance(told, tuple):
        told = told[1]
    elif told is True:
        told = sys.exception()
    return told if isinstance(told, BaseException) else None
