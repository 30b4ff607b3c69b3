"""Which column fills which field: guessed from the headings, corrected, and kept in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engage.platform.data.refusal import Unusable
from engage.platform.imports.mapping import (
    Field,
    Fields,
    check_headings,
    chosen,
    guess,
    heading_key,
    read_mapping,
    read_mapping_file,
)
from engage.platform.sheets.model import Row

FIELDS = Fields(
    [
        Field("ref", "Ref", ("Reference", "Ref no")),
        Field("title", "Activity", ("Name of event",), required=True),
        Field("starts", "Date", ("Start date", "When")),
        Field("reached", "No. reached", ("Number reached", "Attendance")),
        Field("organisations", "Organisations involved", multiple=True),
        Field("heard", "What people told us", ("Feedback", "You said"), multiple=True),
    ]
)


@pytest.mark.parametrize(
    "heading",
    [
        "Activity",
        "ACTIVITY ",
        "name of\nevent",
        "Name-of-Event:",
        "title",
        "Activity (short name)",
        "Áctivity",
    ],
)
def test_a_heading_is_known_in_any_spelling_of_the_same_words(heading: str) -> None:
    assert guess([heading], FIELDS).mapping.targets == ("title",)


def test_an_ampersand_is_an_and() -> None:
    assert heading_key("Priorities & plans") == heading_key("priorities and plans")


def test_headings_nobody_knows_fill_nothing() -> None:
    guessed = guess(["Ref", "Colour of the leaflet", "Activity"], FIELDS)
    assert guessed.mapping.targets == ("ref", None, "title")
    assert guessed.suggestions == {}


def test_a_heading_that_is_nearly_one_is_suggested_and_not_taken() -> None:
    guessed = guess(["Organisation involved", "Activty", "Ref"], FIELDS)
    assert guessed.mapping.targets == (None, None, "ref")
    assert guessed.suggestions == {"Organisation involved": "organisations", "Activty": "title"}


def test_a_field_that_is_filled_already_is_not_suggested() -> None:
    assert guess(["Activity", "Activty"], FIELDS).suggestions == {}


def test_of_two_headings_for_one_field_the_first_has_it() -> None:
    assert guess(["When", "Date"], FIELDS).mapping.targets == ("starts", None)


def test_a_field_of_several_values_takes_several_columns() -> None:
    mapping = guess(["Activity", "Feedback", "You said", "What people told us"], FIELDS).mapping
    row = Row(4, ("Drop-in", "More parking", "", "Longer hours"))
    assert mapping.apply(row) == {"title": "Drop-in", "heard": "More parking\nLonger hours"}


def test_columns_nobody_mapped_are_left_out_of_the_record() -> None:
    mapping = guess(["Colour", "Activity", "Date"], FIELDS).mapping
    assert mapping.apply(Row(2, ("blue", "Drop-in", ""))) == {"title": "Drop-in", "starts": ""}
    assert mapping.heading_of("starts") == "Date"
    assert mapping.heading_of("ref") is None


def test_required_fields_without_a_column_are_named() -> None:
    assert [field.label for field in guess(["Ref", "Date"], FIELDS).mapping.missing(FIELDS)] == ["Activity"]


def test_a_heading_of_a_required_field_marks_a_sheet_of_records() -> None:
    assert FIELDS.requires("Name of event")
    assert not FIELDS.requires("Date")
    assert not FIELDS.requires("Colour")


def test_two_fields_may_not_share_a_heading() -> None:
    with pytest.raises(ValueError, match="'when' is a heading of both starts and ends"):
        Fields([Field("starts", "Starts", ("When",)), Field("ends", "Ends", ("when",))])


def test_a_mapping_file_says_which_heading_fills_which_field(tmp_path: Path) -> None:
    file = tmp_path / "ours.json"
    file.write_text(
        '\ufeff{"Our name for it": "title", "Day": "starts", "Colour": null, "Size": ""}', "utf-8"
    )
    choices = read_mapping_file(file, FIELDS)
    mapping = chosen(["Day", "our name for it", "Colour", "Ref"], choices, FIELDS)
    assert mapping.targets == ("starts", "title", None, None)


def test_a_mapping_file_may_call_a_field_by_any_of_its_names() -> None:
    choices = read_mapping(b'{"Day": "when", "Our name for it": "Name of event"}', "ours.json", FIELDS)
    assert choices == {"Day": "starts", "Our name for it": "title"}


def test_a_mapping_can_be_kept_and_used_again() -> None:
    mapping = guess(["Ref", "Activity", "Colour"], FIELDS).mapping
    kept = json.dumps(mapping.choices()).encode()
    assert chosen(mapping.header, read_mapping(kept, "kept", FIELDS), FIELDS) == mapping


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON: Expecting value at line 1"),
        (b'{"Activity": "title",\n}', "is not JSON: "),
        (b'["Activity", "title"]', "is not a JSON object of headings and fields"),
        (b'{"Activity": {"field": "title"}}', "gives “Activity” the field “"),
        (b'{"Activity": 3}', "gives “Activity” the field “3”, which there is none of"),
        (b'{"Activity": "titel"}', "The fields are: ref, title, starts, reached, organisations, heard."),
        (b'{"Activity": "title", "activity": "ref"}', "names the heading “activity” twice"),
        (b"\xff\xfe{", "is not UTF-8 text"),
        (b"[" * 100_000, "is not a plain JSON object"),
        (b'{"Activity": 1' + b"0" * 5000 + b"}", "is not a plain JSON object"),
    ],
)
def test_a_mapping_file_that_cannot_be_used_is_refused_with_the_reason(content: bytes, sentence: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_mapping(content, "ours.json", FIELDS)
    assert "mapping file ours.json" in str(refused.value)
    assert sentence in str(refused.value)


def test_a_mapping_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"The mapping file lost\.json cannot be opened: No such file"):
        read_mapping_file(tmp_path / "lost.json", FIELDS)


def test_a_heading_the_file_does_not_have_is_refused_with_those_it_has() -> None:
    choices = {"Day": "starts", "Colour": None}
    check_headings(choices, [["Activity", "day"], ["Ref"]])
    with pytest.raises(
        Unusable, match=r"“Day” that the file does not have\. Its headings are: Activity, Date\."
    ):
        check_headings(choices, [["Activity", "Date"]])


def test_two_columns_for_a_field_of_one_value_are_refused() -> None:
    with pytest.raises(Unusable, match=r"the field Activity: Name and Title\. Leave one"):
        chosen(["Name", "Title"], {"Name": "title", "Title": "title"}, FIELDS)
