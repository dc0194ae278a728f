"""Reading ClinicalTrials.gov over the network, with a server on this machine that stands in for it, faults included."""

import threading

import pytest
from django.core.management import CommandError, call_command

from tests.trials.studies import study, write
from trials.importing.http import NotThere, Refused, RegistryError, RegistryHttp
from trials.models import RegistryNumber, RegistryRecord, SyncFailure, SyncRun, Trial
from trials.replaying import ReplayServer

COUNT = 25


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "studies.json", [study(f"NCT000000{n:02}") for n in range(COUNT)])
    (tmp_path / "asked.txt").touch()
    return tmp_path


@pytest.fixture
def server(folder, settings):
    """A running replay server that the settings point to, asked without pauses, ten studies a page."""
    server = ReplayServer(folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.CTGOV_BASE_URL = server.address
    settings.REGISTRY_PAUSE = settings.REGISTRY_BACKOFF = 0
    settings.REGISTRY_TIMEOUT = 2
    settings.REGISTRY_TRIES = 3
    settings.REGISTRY_CONTACT = "registry@portal.example"
    settings.REGISTRY_PAGE_SIZE = 10
    yield server
    server.shutdown()
    server.server_close()


def sync(*arguments):
    """Run the command; return its exit code."""
    try:
        call_command("sync_clinicaltrials", *arguments)
    except SystemExit as end:
        return end.code
    except CommandError as error:
        return error.returncode
    return 0


def asked(folder):
    return (folder / "asked.txt").read_text().splitlines()


def faults(folder, *rules):
    write(folder / "faults.json", list(rules))


@pytest.mark.django_db
def test_pages_are_read_by_their_tokens(server, folder, capsys):
    assert sync() == 0

    assert RegistryRecord.objects.count() == Trial.objects.count() == COUNT
    lines = asked(folder)
    assert lines[0].startswith("/api/v2/version")
    assert len([line for line in lines if "pageToken" in line]) == 2
    assert all("registry@portal.example" in line for line in lines)
    assert not any(
        word in line for line in lines for word in ("Contact", "OverallOfficial", "Investigator", "resultsSection")
    )
    assert f"{COUNT} studies seen: {COUNT} new" in capsys.readouterr().out


@pytest.mark.django_db
def test_nothing_is_read_while_the_data_is_the_same(server, folder):
    sync()
    before = len(asked(folder))

    assert sync() == 0

    assert len(asked(folder)) == before + 1
    assert SyncRun.objects.count() == 1


@pytest.mark.django_db
def test_later_reading_asks_only_for_what_changed_and_looks_at_the_rest(server, folder):
    sync()
    write(
        folder / "studies.json",
        [study(f"NCT000000{n:02}") for n in range(1, COUNT)] + [study("NCT90000000", changed="2026-04-02")],
    )
    (folder / "version.txt").write_text("2026-04-03T09:00:05")
    server.load()

    assert sync() == 0

    assert any("RANGE[2026-03-24,MAX]" in line for line in asked(folder))
    run = SyncRun.objects.first()
    assert (run.new, run.unchanged, run.gone) == (1, COUNT - 1, 1)
    assert RegistryRecord.objects.get(number="NCT00000000").gone_since
    assert Trial.objects.count() == COUNT + 1


@pytest.mark.django_db
def test_list_of_numbers_follows_a_former_number_and_keeps_it(server, folder):
    write(folder / "more.json", study("NCT90000002", aliases=["NCT90000001"]))
    server.load()

    assert sync("--numbers", "nct 9000 0001", "NCT00000003") == 0

    assert set(RegistryRecord.objects.values_list("number", flat=True)) == {"NCT90000002", "NCT00000003"}
    assert RegistryNumber.objects.get(is_alias=True).number == "NCT90000001"


@pytest.mark.django_db
def test_unknown_number_is_a_failure_and_the_run_goes_on(server, folder):
    assert sync("--numbers", "NCT99999999", "NCT00000003") == 1

    assert SyncFailure.objects.get().number == "NCT99999999"
    assert RegistryRecord.objects.count() == 1


@pytest.mark.django_db
def test_dry_run_stores_nothing(server, capsys):
    assert sync("--dry-run") == 0

    assert "Dry run" in capsys.readouterr().out
    assert [model for model in (RegistryRecord, Trial, SyncRun) if model.objects.exists()] == []


@pytest.mark.django_db
def test_limit_is_kept(server):
    assert sync("--limit", "13") == 0

    assert RegistryRecord.objects.count() == 13


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "429", "seconds": 0}, {"fault": "500"}, {"fault": "503"}, {"fault": "html"}, {"fault": "cut"},
        {"fault": "cut_json"}, {"fault": "broken"}, {"fault": "slow", "seconds": 2.5},
    ],
    ids=lambda fault: fault["fault"],
)  # fmt: skip
def test_passing_fault_changes_nothing_in_the_end(server, folder, fault):
    faults(folder, {"path": "/studies", "times": 1, **fault})

    assert sync() == 0

    run = SyncRun.objects.get()
    assert (run.seen, run.new, run.failed) == (COUNT, COUNT, 0)


@pytest.mark.django_db
def test_stale_token_starts_again_without_counting_twice(server, folder):
    faults(folder, {"fault": "400", "path": "pageToken", "times": 1})

    assert sync() == 0

    run = SyncRun.objects.get()
    assert (run.seen, run.new, run.unchanged) == (COUNT, COUNT, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["500", "429", "html", "cut"])
def test_lasting_fault_ends_the_run_and_the_next_goes_on(server, folder, fault):
    faults(folder, {"fault": fault, "path": "pageToken"})

    assert sync() == 2
    assert RegistryRecord.objects.count() == 10
    assert SyncRun.objects.get().problem

    (folder / "faults.json").unlink()
    assert sync() == 0
    run = SyncRun.objects.get()
    assert (run.seen, run.new, run.exit_code) == (COUNT, COUNT, 0)


@pytest.mark.django_db
def test_registry_that_lost_everything_does_not_empty_ours(server, folder):
    write(folder / "studies.json", [study(f"NCT00000{n:03}") for n in range(60)])
    server.load()
    sync()
    (folder / "studies.json").write_text("[]")
    (folder / "version.txt").write_text("2026-04-03")
    server.load()

    assert sync() == 2

    assert RegistryRecord.objects.filter(gone_since__isnull=True).count() == 40


@pytest.mark.django_db
def test_registry_that_is_not_there_ends_with_two(settings):
    settings.CTGOV_BASE_URL = "http://127.0.0.1:9"
    settings.REGISTRY_PAUSE = settings.REGISTRY_BACKOFF = 0
    settings.REGISTRY_TRIES = 2

    assert sync() == 2


@pytest.mark.parametrize("numbers", [["ISRCTN12345678"], ["hello"]])
def test_number_of_no_kind_is_refused_before_anything_is_asked(numbers):
    assert sync("--numbers", *numbers) == 2


def test_errors_in_plain_text_are_told(server, folder):
    http = RegistryHttp(server.address, agent="test", pause=0, backoff=0)
    faults(folder, {"fault": "400", "path": "/studies?"})

    with pytest.raises(Refused, match="answered 400: Error 400: as asked for"):
        http.ask("/studies", {"pageSize": "1"})
    with pytest.raises(NotThere):
        http.ask("/studies/NCT99999999")
    http.close()


def test_waiting_times_are_kept(server, folder):
    waited = []
    faults(folder, {"fault": "429", "seconds": 7, "times": 1}, {"fault": "500", "times": 2})
    http = RegistryHttp(server.address, agent="test", pause=0, backoff=3, tries=4, sleep=waited.append)

    http.ask("/version").close()
    http.close()

    assert waited == [7, 6, 12]


def test_one_question_a_second(server):
    waited = []
    http = RegistryHttp(server.address, agent="test", pause=1, sleep=waited.append)

    http.ask("/version").close()
    http.ask("/version").close()
    http.close()

    assert len(waited) == 1
    assert 0.5 < waited[0] <= 1


def test_what_was_asked_is_not_in_the_log(server, folder, caplog):
    faults(folder, {"fault": "500", "times": 1})
    http = RegistryHttp(server.address, agent="test", pause=0, backoff=0)

    http.ask("/studies", {"query.cond": "lymphoma"}).close()
    http.close()

    assert "lymphoma" not in caplog.text


def test_endless_faults_are_an_error(server, folder):
    faults(folder, {"fault": "html"})
    http = RegistryHttp(server.address, agent="test", pause=0, backoff=0, tries=2)

    with pytest.raises(RegistryError, match=r"HTML page \(tried 2 times\)"):
        http.ask("/version")
    http.close()


def test_replay_server_is_for_development_only(settings, tmp_path):
    settings.DEVELOPMENT = False

    with pytest.raises(CommandError, match="development only"):
        call_command("serve_registry_replay", str(tmp_path))
