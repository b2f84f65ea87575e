"""What an integrator may rely on is served, holds together, and is what the wire does."""

import re
from typing import Any

import httpx
import jsonschema
import pytest

from prachum.live import browse, envelopes, plane, shapes
from prachum.live.openapi import document
from prachum.refusals import explanations
from prachum.registry.models import Meeting
from prachum.rules.procedure import COMMANDS
from tests.live.clients import Served, Sit, following
from tests.registry.hall import MYS_HEAD, THA_HEAD


def references(value: object) -> set[str]:
    return set(re.findall(r"#/components/schemas/([\w-]+)", repr(value)))


def checked_by(name: str) -> Any:  # noqa: ANN401 - jsonschema has no type for its validators
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": strict()}}
    return jsonschema.Draft202012Validator(schema)


def strict() -> dict[str, shapes.Schema]:
    """The schemas, with nothing allowed that they do not name."""
    schemas: dict[str, shapes.Schema] = document()["components"]["schemas"]
    return {
        name: schema | ({"additionalProperties": False} if "properties" in schema else {})
        for name, schema in schemas.items()
    }


def test_everything_that_is_referred_to_is_there() -> None:
    schemas = document()["components"]["schemas"]
    assert references(document()) <= set(schemas)
    assert all(re.fullmatch(r"[A-Z]\w+", name) for name in schemas)


def test_there_is_one_operation_for_each_command_that_people_give() -> None:
    posts = {path: item["post"] for path, item in document()["paths"].items() if "/commands/" in path}
    assert {path.rpartition("/")[2] for path in posts} == {envelopes.address(name) for name in envelopes.OPEN_TO_PEOPLE}
    assert "/api/meetings/{meeting}/commands/request-floor" in posts
    assert posts["/api/meetings/{meeting}/commands/request-floor"]["operationId"] == "requestFloor"
    assert all(operation["summary"].endswith(".") for operation in posts.values())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_has_one_name_in_all_four_languages(name: str) -> None:
    python = COMMANDS[name].__name__
    words = re.findall(r"[A-Z][a-z]*", python)
    assert name.partition(".")[2] == "_".join(words).lower()
    assert envelopes.address(name) == "-".join(words).lower()
    assert envelopes.BY_ADDRESS[envelopes.address(name)] == name


def test_every_address_of_the_live_plane_is_documented() -> None:
    paths = {path.replace("{language}", "th") for path in document()["paths"]}
    assert {path for path in plane.FIXED if not path.startswith("/api/refusals/")} - {
        "/api/",
        "/api/openapi.json",
    } <= paths
    assert "/api/refusals/th.json" in paths & set(plane.FIXED)


async def test_what_a_stream_sends_is_as_documented(begun: Meeting, sit: Sit) -> None:
    malaysia, thailand = await sit(begun, MYS_HEAD), await sit(begun, THA_HEAD)
    async with following(malaysia, thailand) as (chair, delegate):
        await malaysia.send("floor.call_to_order", {"delegation": "THA"})
        for stream in (chair, delegate):
            await stream.until("patch")
            for said in stream.seen:
                checked_by(f"{said.name.title()}Event").validate(said.content)
            checked_by("View").validate(stream.view)


async def test_a_problem_is_as_documented(begun: Meeting, sit: Sit) -> None:
    answer = await (await sit(begun, THA_HEAD)).post("commands/request-floor", {})
    checked_by("Problem").validate(answer.json())


async def test_the_document_and_the_page_to_read_are_served(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        said, page, alive = [await client.get(path) for path in ("/api/openapi.json", "/api/", "/healthz")]
    assert said.json() == document()
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "requestFloor" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"https?://|<script|<link", page.text)
    assert alive.json() == {"status": "alive"}


def test_every_link_of_the_page_leads_somewhere() -> None:
    text = browse.page().decode()
    assert {*re.findall(r'href="#([\w-]+)"', text)} <= {*re.findall(r'id="([\w-]+)"', text)}


@pytest.mark.parametrize("language", ["en", "th", "fr"])
async def test_a_client_learns_in_its_language_why_something_is_grey(served: Served, language: str) -> None:
    async with httpx.AsyncClient() as client:
        said = (await client.get(f"{served.address}/api/refusals/{language}.json")).json()
    told = explanations()["floor.list_closed"]
    assert said["floor.list_closed"] == {"text": told.text[language], "rule": told.rule}
    assert said.keys() == explanations().keys()
