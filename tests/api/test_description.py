"""The description is valid, complete, in both languages, and true: answers have the forms it promises."""

from typing import Any

import jsonschema_rs
import pytest
from drf_spectacular.validation import validate_schema

from api.schema.generator import schema_in
from tests.api.conftest import Ask

PATHS = (
    "account/",
    "metrics/",
    "metrics/{key}/",
    "breakdowns/",
    "breakdowns/{key}/",
    "retention/",
    "ltv/",
    "ltv/customers/",
    "peers/",
    "peers/{key}/",
)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_is_openapi_3_1(language: str, alpha: Any, ask: Ask) -> None:
    response = ask(alpha, "schema/", headers={"accept-language": language})
    document = response.json()
    validate_schema(document)
    assert response["Content-Type"].startswith("application/json")
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {f"/api/v1/{path}" for path in PATHS}
    assert document["servers"] == [{"url": "http://alpha.example.test"}]
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"].isascii() == (language == "en")
            assert operation["security"] == [{"key": []}]


def test_yaml_for_those_who_ask(alpha: Any, ask: Ask) -> None:
    response = ask(alpha, "schema/", headers={"accept": "application/yaml"})
    assert b"openapi: 3.1" in response.content


def conforms(body: Any, name: str) -> None:
    document = schema_in("ru")
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    strict = _closed(schema)
    jsonschema_rs.Draft202012Validator(strict, validate_formats=True).validate(body)


def _closed(schema: Any) -> Any:
    if isinstance(schema, dict):
        closed = {name: _closed(part) for name, part in schema.items()}
        if isinstance(closed.get("properties"), dict) and "additionalProperties" not in closed:
            closed["additionalProperties"] = False
        return closed
    return [_closed(part) for part in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize(
    ("path", "name"),
    [("account/", "Account"), ("metrics/", "MetricPage"), ("metrics/?page_size=1", "MetricPage"),
     ("metrics/revenue/", "Answer"), ("metrics/customers/?grain=month&from=2020-01-01", "Answer"),
     ("metrics/revenue/?grain=hour", "Problem"), ("metrics/nothing/", "Problem"), ("nothing/", "Problem")],
)  # fmt: skip
def test_answers_have_their_forms(path: str, name: str, computed: Any, key: str, ask: Ask) -> None:
    conforms(ask(computed[0], path, key).json(), name)


@pytest.mark.parametrize(
    "name",
    ["account", "metrics", "metric", "breakdowns", "breakdown", "retention", "ltv", "ltv_customers", "peers", "peer"],
)
def test_examples_have_their_forms(name: str) -> None:
    for methods in schema_in("ru")["paths"].values():
        for operation in methods.values():
            if operation["operationId"] != name:
                continue
            answer = operation["responses"]["200"]["content"]["application/json"]
            (example,) = answer["examples"].values()
            conforms(example["value"], answer["schema"]["$ref"].rsplit("/", 1)[1])


def test_the_page_shows_every_address(alpha: Any, client_for: Any) -> None:
    page = client_for(None, alpha).get("/api/v1/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert page["Content-Type"].startswith("text/html")
    for path in schema_in("ru")["paths"]:
        assert f"GET {path}" in text
    assert "http://alpha.example.test/api/v1/metrics/revenue/" in text
    for anchor in ("not-in-plan", "no-key", "bad-parameter", "too-many-calls"):
        assert f'id="{anchor}"' in text
    assert "style=" not in text
    assert "<script>" not in text
