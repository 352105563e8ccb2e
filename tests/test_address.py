"""The address that people are given: one that they can open, or one that says that they cannot."""

import pytest

from app.address import for_people, only_here


@pytest.fixture(autouse=True)
def _on_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.address.on_network", lambda: "192.168.1.20")


@pytest.mark.parametrize(
    ("asked", "public", "listens", "told"),
    [
        ("http://localhost:8000/", "", "0.0.0.0", "http://192.168.1.20:8000"),
        ("http://127.0.0.1:8000/", "", "192.168.1.20", "http://192.168.1.20:8000"),
        ("http://127.0.0.1:8000/", "", "127.0.0.1", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "", "localhost", "http://localhost:8000"),
        ("http://[::1]:8000/", "", "::1", "http://[::1]:8000"),
        ("http://10.0.0.4:8000/", "", "0.0.0.0", "http://10.0.0.4:8000"),
        ("https://fremtid.example/", "", "127.0.0.1", "https://fremtid.example"),
        ("http://127.0.0.1:8000/", "https://fremtid.example/", "127.0.0.1", "https://fremtid.example"),
    ],
)
def test_nobody_is_given_an_address_at_which_nobody_listens(asked: str, public: str, listens: str, told: str) -> None:
    assert for_people(asked, public, listens) == told


@pytest.mark.parametrize(
    ("address", "only"),
    [("http://127.0.0.1:8000", True), ("http://[::1]:8000", True), ("http://192.168.1.20:8000", False)],
)
def test_links_that_only_this_machine_opens_are_known(address: str, only: bool) -> None:
    assert only_here(address) is only
