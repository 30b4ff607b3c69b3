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
from engage.rules.words import Term, Vocabulary

STAGES = Vocabulary("Stages", [Term("1", "Listen"), Term("2", "Change services", ("Redesign",))])
METHODS = Vocabulary("Methods", [Term("drop_in", "Drop-in")])
FIELDS = Fields(
    [
        Field("ref", "Ref", ("Reference", "Ref no")),
        Field("title", "Activity", ("Name of event",), required=True),
        Field("starts", "Date", ("Start date", "When")),
        Field("reached", "No. reached", ("Number reached", "Attendance")),
        Field("organisations", "Organisations involved", multiple=True),
        Field("heard", "What people told us", ("Feedback", "You said"), multiple=True),
        Field("stage", "Stage of the cycle", vocabulary=lambda: STAGES),
        Field("method", "Method", vocabulary=lambda: METHODS, grows=True),
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
    choices = read_mapping_file(file, FIELDS).columns
    mapping = chosen(["Day", "our name for it", "Colour", "Ref"], choices, FIELDS)
    assert mapping.targets == ("starts", "title", None, None)


def test_a_mapping_file_may_call_a_field_by_any_of_its_names() -> None:
    choices = read_mapping(
        b'{"Day": "when", "Our name for it": "Name of event"}', "ours.json", FIELDS
    ).columns
    assert choices == {"Day": "starts", "Our name for it": "title"}


def test_a_mapping_can_be_kept_and_used_again() -> None:
    mapping = guess(["Ref", "Activity", "Colour"], FIELDS).mapping
    kept = json.dumps(mapping.choices()).encode()
    assert chosen(mapping.header, read_mapping(kept, "kept", FIELDS).columns, FIELDS) == mapping


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON: Expecting value at line 1"),
        (b'{"Activity": "title",\n}', "is not JSON: "),
        (b'["Activity", "title"]', "is not a JSON object of headings and fields"),
        (b'{"Activity": {"field": "title"}}', "gives “Activity” the field “"),
        (b'{"Activity": 3}', "gives “Activity” the field “3”, which there is none of"),
        (
            b'{"Activity": "titel"}',
            "The fields are: ref, title, starts, reached, organisations, heard, stage, method.",
        ),
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


def test_a_mapping_file_says_what_words_mean_by_code_label_or_other_name() -> None:
    content = """{"Activity": "title", "values": {
        "Stage of the cycle": {"Rebuild": 2, "Hear": "listen", "Alter": "redesign", "?x": null, "y": "n/k"},
        "method": {"Pop in": "drop_in", "Strolls": "Walkabout"}}}"""
    choices = read_mapping(content.encode(), "ours.json", FIELDS)
    assert choices.columns == {"Activity": "title"}
    assert choices.values == {
        "stage": {"Rebuild": "2", "Hear": "1", "Alter": "2", "?x": None, "y": None},
        "method": {"Pop in": "drop_in", "Strolls": "Walkabout"},
    }


def test_a_column_may_be_headed_values_all_the_same() -> None:
    choices = read_mapping(b'{"values": "heard", "Activity": "title"}', "ours.json", FIELDS)
    assert choices.columns == {"values": "heard", "Activity": "title"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ('["stage"]', "“values” in the mapping file ours.json is not a JSON object of fields and words"),
        ('{"stage": 3}', "“stage” among the values of the mapping file ours.json is not a JSON object"),
        (
            '{"stag": {}}',
            "names the field “stag”, which has no terms of its own. Those that have are: stage, ",
        ),
        ('{"title": {"a": "b"}}', "names the field “title”, which has no terms of its own"),
        ('{"stage": {}, "Stage of the cycle": {}}', "names the field “Stage of the cycle” twice"),
        ('{"stage": {"Alter": 7}}', "takes “Alter” as Stage of the cycle for “7”, which there is none of."),
        ('{"stage": {"Alter": "Cake"}}', "Use one of: 1 (Listen), 2 (Change services); or null to leave it"),
        ('{"stage": {"Alter": true}}', "for “true”, which there is none of"),
        ('{"stage": {"Alter": [2]}}', "for “[2]”, which there is none of"),
        ('{"method": {"Alter": 2}}', "for “2”, which there is none of"),
        ('{"stage": {"Alter it": 1, "alter IT": 2}}', "says twice what “alter IT” is as Stage of the cycle"),
    ],
)
def test_words_of_a_mapping_file_that_cannot_be_used_are_refused(values: str, sentence: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_mapping(f'{{"values": {values}}}'.encode(), "ours.json", FIELDS)
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
