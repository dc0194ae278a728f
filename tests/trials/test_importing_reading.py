"""Files of studies in all their forms, and files that are broken."""

import gzip
import json

import pytest

from tests.trials.studies import study, write
from trials.importing.reading import NotJson, ReadingError, studies_of_file

TWO = [study("NCT00000001"), study("NCT00000002")]


def numbers(path):
    return [found["protocolSection"]["identificationModule"]["nctId"] for found in studies_of_file(path)]


@pytest.mark.parametrize(
    "content",
    [
        TWO,
        {"studies": TWO},
        {"totalCount": 2, "studies": TWO, "nextPageToken": "x"},
        {"nextPageToken": "x", "studies": TWO},
    ],
    ids=["array", "page", "first page", "token first"],
)
def test_lists_of_studies_are_read(tmp_path, content):
    assert numbers(write(tmp_path / "a.json", content)) == ["NCT00000001", "NCT00000002"]


def test_single_study_is_read(tmp_path):
    assert numbers(write(tmp_path / "a.json", TWO[0])) == ["NCT00000001"]


def test_json_lines_are_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in TWO) + "\n")

    assert numbers(path) == ["NCT00000001", "NCT00000002"]


def test_packed_file_is_read(tmp_path):
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"studies": TWO}).encode()))

    assert numbers(path) == ["NCT00000001", "NCT00000002"]


def test_byte_order_mark_is_skipped(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(TWO[0]).encode())

    assert numbers(path) == ["NCT00000001"]


def test_page_without_studies_is_empty(tmp_path):
    assert numbers(write(tmp_path / "a.json", {"studies": []})) == []


def test_page_with_much_before_its_studies_is_still_read_study_by_study(tmp_path):
    assert (
        numbers(write(tmp_path / "a.json", {"totalCount": 2, "note": "x" * 40_000, "studies": TWO}))[0] == "NCT00000001"
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>Sorry</body></html>", "HTML page"),
        (b'<?xml version="1.0"?><a/>', "XML"),
        (b"Bad Request: pageToken", "plain text"),
        (b'{"studies": [{"protocolSection": {}}, {"protocol', "broken off"),
        (b'{"studies": [{]}', "mistake"),
        (b"\x1f\x8bnot really packed", "damaged"),
        (gzip.compress(b'{"studies": []}' * 100)[:40], "broken off or damaged"),
        (b'{"studies": [{"a": "\xff\xfe"}]}', "JSON"),
        (b"[" * 100_000, "TooDeep"),
    ],
    ids=["empty", "html", "xml", "text", "cut", "wrong", "no gzip", "cut gzip", "no utf-8", "deep"],
)
def test_broken_file_is_refused_with_the_reason(tmp_path, content, why):
    path = tmp_path / "a.json"
    path.write_bytes(content)

    with pytest.raises(ReadingError, match=why):
        list(studies_of_file(path))


def test_what_came_before_the_break_is_given(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"studies": [' + json.dumps(TWO[0]) + ', {"protocol')

    found = studies_of_file(path)

    assert next(found) == TWO[0]
    with pytest.raises(ReadingError):
        next(found)


def test_refusal_quotes_nothing_of_the_file(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("Jane Doe, jane@hospital.example")

    with pytest.raises(NotJson) as error:
        list(studies_of_file(path))

    assert "Jane" not in str(error.value)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(ReadingError, match=r"gone\.json cannot be read: it does not exist"):
        list(studies_of_file(tmp_path / "gone.json"))


def test_folder_is_refused(tmp_path):
    with pytest.raises(ReadingError, match="folder"):
        list(studies_of_file(tmp_path))


def test_brackets_within_texts_are_no_nesting(tmp_path):
    odd = study(title="[" * 5000 + '\\"[' + "{" * 5000 + "\\")

    assert len(list(studies_of_file(write(tmp_path / "a.json", {"studies": [odd] * 20})))) == 20
