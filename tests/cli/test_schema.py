"""JSON Schema by which an editor completes what a user writes."""

import pytest
from tests.cli.calls import Invoke


@pytest.mark.parametrize(("what", "field"), [("life", "events"), ("brain", "regions"), ("mapping", "rows")])
def test_schema_names_the_fields(invoke: Invoke, what: str, field: str) -> None:
    assert field in invoke("schema", what).json["properties"]


def test_schema_tells_what_a_field_means(invoke: Invoke) -> None:
    touch = invoke("schema", "life").json["$defs"]["Touch"]["properties"]
    assert touch["site"]["description"] == "Where on the body."


def test_schema_refuses_unknown_fields(invoke: Invoke) -> None:
    assert invoke("schema", "life").json["additionalProperties"] is False
