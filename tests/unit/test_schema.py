"""The JSON Schema that ships beside the program."""

import json

from ratiodesk.resource import resource_path
from ratiodesk.storage.document import encode_layout, layout_schema


def test_the_shipped_schema_is_the_one_of_the_code() -> None:
    assert resource_path("layout.schema.json").read_bytes() == layout_schema()


def test_the_schema_describes_every_field_that_is_written(worked) -> None:
    schema = json.loads(layout_schema())
    definitions = schema["$defs"]
    written = json.loads(encode_layout(worked))
    assert set(written) == set(definitions["LayoutDocument"]["properties"])
    assert set(written["levels"][0]) == set(definitions["LevelRecord"]["properties"])
    assert set(written["view"]) == set(definitions["ViewRecord"]["properties"])
    assert set(written["sizing"]) == set(definitions["SizingRecord"]["properties"])
