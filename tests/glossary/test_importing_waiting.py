"""An uploaded file waits for one person's “yes”, as long as needed and no longer."""

import os
import stat
import time

import pytest

from glossary.importing import waiting
from glossary.importing.waiting import NothingWaits, drop, fetch, keep, sweep


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STAMP_FOLDER = str(tmp_path / "stamps")
    return tmp_path / "glossary-imports"


@pytest.fixture(params=[False, True], ids=["file", "cache"])
def either_place(settings, request):
    settings.STAMPS_IN_CACHE = request.param


def kept(content=b"table", user_key=1):
    return keep(content, user_key=user_key, file_name="x.csv", report_digest="digest")


def test_same_bytes_come_back(either_place):
    file = fetch(kept(), user_key=1)

    assert (file.content, file.file_name, file.report_digest) == (b"table", "x.csv", "digest")


def test_somebody_else_gets_nothing(either_place):
    token = kept()
    kept(user_key=2)

    with pytest.raises(NothingWaits):
        fetch(token, user_key=2)


def test_later_upload_takes_the_place_of_an_earlier_one(either_place):
    first, second = kept(b"first"), kept(b"second")

    with pytest.raises(NothingWaits):
        fetch(first, user_key=1)
    assert fetch(second, user_key=1).content == b"second"


def test_dropped_file_is_gone(either_place, folder):
    token = kept()

    drop(user_key=1)
    drop(user_key=1)

    with pytest.raises(NothingWaits):
        fetch(token, user_key=1)
    assert not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.parametrize("token", ["", "made:up:token"])
def test_token_nobody_signed_is_refused(token):
    kept()

    with pytest.raises(NothingWaits):
        fetch(token, user_key=1)


def test_token_is_refused_after_an_hour(monkeypatch):
    token = kept()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + waiting.SECONDS + 1)

    with pytest.raises(NothingWaits):
        fetch(token, user_key=1)


def test_changed_file_is_refused(folder):
    token = kept()
    (folder / "1.table").write_bytes(b"other")

    with pytest.raises(NothingWaits):
        fetch(token, user_key=1)


def test_only_this_account_reads_the_file(folder):
    kept()

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_files_nobody_decided_about_are_swept_away(folder):
    kept(user_key=1)
    kept(user_key=2)
    long_ago = time.time() - waiting.SECONDS - 1
    os.utime(folder / "1.table", (long_ago, long_ago))

    sweep()

    assert [path.name for path in folder.iterdir()] == ["2.table"]
