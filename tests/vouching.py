"""A provider of OpenID Connect for tests: oidc-provider-mock, as a process of its own, which looks at PKCE as well.

    python tests/vouching.py PORT

Somebody who signs in there is made with ``Provider.knows``; ``Provider.instead`` lets the next answer of its token
endpoint hold another ID token.
"""

import io
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

if __package__:
    from tests.ports import free_port
    from tests.server import _PLAIN

PATIENCE = 60.0
Environ = dict[str, Any]
Start = Callable[..., Any]


@dataclass
class Provider:
    """A provider that runs, by its issuer."""

    issuer: str
    process: "subprocess.Popen[bytes]"

    async def knows(self, subject: str, **claims: object) -> None:
        """Somebody can sign in there."""
        async with httpx2.AsyncClient(verify=_PLAIN, trust_env=False) as client:
            told = await client.put(f"{self.issuer}/users/{subject}", json=claims)
            assert told.status_code == 204, told.text

    async def instead(self, token: str) -> None:
        """Let the next answer to a code hold this ID token."""
        async with httpx2.AsyncClient(verify=_PLAIN, trust_env=False) as client:
            assert (await client.post(f"{self.issuer}/test/instead", json={"token": token})).status_code == 204

    async def sign_in(self, address: str, subject: str, action: str = "") -> str:
        """Say who one is, as a browser does that was sent to ``address``. Returns where it is sent back to."""
        async with httpx2.AsyncClient(verify=_PLAIN, trust_env=False) as client:
            assert (await client.get(address)).status_code == 200
            sent = await client.post(address, data={"action": action} if action else {"sub": subject})
            assert sent.status_code == 302, sent.text
            return str(sent.headers["location"])

    async def token_for(self, subject: str, nonce: str, client_id: str = "fremtidsbilde") -> str:
        """An ID token of this provider for somebody, as another program would get it."""
        back = "http://127.0.0.1/elsewhere"
        query = f"response_type=code&client_id={client_id}&redirect_uri={back}&scope=openid&nonce={nonce}&state=x"
        returned = await self.sign_in(f"{self.issuer}/oauth2/authorize?{query}", subject)
        form = {"grant_type": "authorization_code", "code": parse_qs(urlsplit(returned).query)["code"][0]}
        async with httpx2.AsyncClient(verify=_PLAIN, trust_env=False) as client:
            form |= {"redirect_uri": back, "client_id": client_id}
            answer = await client.post(f"{self.issuer}/oauth2/token", data=form)
            return str(answer.json()["id_token"])

    def stop(self) -> None:
        """Let it be down."""
        self.process.terminate()
        self.process.wait(PATIENCE)


@contextmanager
def provider(folder: Path) -> Iterator[Provider]:
    """A provider on a free port, with nobody in it."""
    port = free_port()
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    with (folder / f"provider-{port}.out").open("wb") as out:
        words = [sys.executable, "-W", "ignore", __file__, str(port)]
        process = subprocess.Popen(words, env=environment, stdout=out, stderr=out)
    running = Provider(f"http://127.0.0.1:{port}", process)
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(port):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        yield running
    finally:
        running.stop()


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


class _Strict:
    """What oidc-provider-mock leaves out: a code that was asked for with a challenge wants its verifier."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._challenges: dict[str, str] = {}
        self._instead: str | None = None

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        from werkzeug.wrappers import Request, Response  # noqa: PLC0415 - comes with the mock

        request = Request(environ)
        if request.path == "/test/instead":
            self._instead = json.loads(request.get_data())["token"]
            return Response(status=204)(environ, start)
        if request.path == "/oauth2/token":
            return self._token(request, environ, start)
        if request.path == "/oauth2/authorize" and request.method == "POST":
            response = Response.from_app(self._app, environ)
            code = parse_qs(urlsplit(response.headers.get("location", "")).query).get("code", [""])[0]
            self._challenges[code] = request.args.get("code_challenge", "")
            return response(environ, start)
        response = Response.from_app(self._app, environ)
        if "html" in (response.content_type or ""):  # a style from another host, which no browser here is to ask
            response.set_data(re.sub(rb"<link[^>]*cdn[^>]*>", b"", response.get_data()))
        return response(environ, start)

    def _token(self, request: Any, environ: Environ, start: Start) -> Iterable[bytes]:
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415
        from werkzeug.wrappers import Response  # noqa: PLC0415 - as above

        body = request.get_data(cache=True)
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        challenge = self._challenges.pop(form.get("code", ""), "")
        if challenge and create_s256_code_challenge(form.get("code_verifier", "")) != challenge:
            refused = json.dumps({"error": "invalid_grant"})
            return Response(refused, 400, content_type="application/json")(environ, start)
        environ["wsgi.input"] = io.BytesIO(body)
        response = Response.from_app(self._app, environ)
        if self._instead is not None and response.status_code == 200:
            # Alone: with an access token beside it, its hash alone would give it away.
            response.set_data(json.dumps({"token_type": "Bearer", "id_token": self._instead}))
            self._instead = None
        return response(environ, start)


def _serve(port: int) -> None:
    import oidc_provider_mock  # noqa: PLC0415 - only its own process has it
    import werkzeug.serving  # noqa: PLC0415 - as above

    # A program without a secret, which PKCE alone protects, the mock would refuse.
    oidc_provider_mock._app.AuthorizationCodeGrant.TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "none"]
    app = oidc_provider_mock.app(require_nonce=False)
    app.debug = False
    werkzeug.serving.run_simple("127.0.0.1", port, _Strict(app), threaded=True)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
