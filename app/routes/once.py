"""What a form makes: sent twice, as by two presses or after an answer that never came, it makes one."""

import secrets
from hashlib import sha256
from typing import Annotated

from fastapi import Form

from app.workshop.commands import ID

FormId = Annotated[str, Form(alias="form")]
"""The id that a form was shown with."""


def made_by(form: str, account: str, *of: str) -> str:
    """The id of what somebody's form makes of this: the same as often as it is sent."""
    if not ID.fullmatch(form):
        return secrets.token_hex(8)
    return sha256("\n".join((account, form, *of)).encode(errors="replace")).hexdigest()[:16]
