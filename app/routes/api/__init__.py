"""The API for programs, ``/api/v1``: doors as the pages' are, asked with a token instead of a cookie."""

from app.routes.api import document

ROUTERS = (document.router, *document.DESCRIBED)
