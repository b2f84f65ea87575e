"""What opens something is shown once on the terminal, and no secret is an argument."""

import stat
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from wagtail.users.forms import UserCreationForm

from prachum.registry import accounts, seats, taking
from prachum.registry.cli import link, user
from prachum.registry.models import Meeting
from prachum.registry.tokens import COOKIE
from tests.registry.hall import PEOPLE, THA_HEAD, hall

ADDRESS = ("--address", "https://meetings.example.org")
PASSWORD = "a rather long pass phrase"


@pytest.fixture
def meeting() -> Meeting:
    return hall(rehearsal=False)


@pytest.fixture
def name() -> str:
    return f"anna-{uuid4().hex[:8]}"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def linked(*arguments: str) -> Result:
    return CliRunner().invoke(link, arguments)


def used(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(user, arguments, input=typed)


def test_everybody_gets_a_link_that_opens_their_seat(meeting: Meeting) -> None:
    shown = linked(meeting.ref, "--all", *ADDRESS)
    lines = dict(line.split(": ") for line in shown.stdout.splitlines())
    assert set(lines) == set(PEOPLE)
    address, _, token = lines[THA_HEAD].partition("#")
    assert address == "https://meetings.example.org/enter/"
    found = taking.link_of(token)
    assert found is not None
    assert (found.meeting, found.person) == (meeting, THA_HEAD)


def test_a_link_once_made_stays_until_it_is_asked_for_again(meeting: Meeting) -> None:
    first = linked(meeting.ref, THA_HEAD, *ADDRESS).stdout
    second = linked(meeting.ref, THA_HEAD, *ADDRESS)
    assert second.stdout == ""
    assert "--again replaces it" in second.stderr
    assert taking.link_of(first.strip().partition("#")[2]) is not None
    third = linked(meeting.ref, THA_HEAD, "--again", *ADDRESS)
    assert "#" in third.stdout
    assert taking.link_of(first.strip().partition("#")[2]) is None


def test_a_revoked_link_ends_what_was_entered_by_it(meeting: Meeting) -> None:
    token = linked(meeting.ref, THA_HEAD, *ADDRESS).stdout.strip().partition("#")[2]
    opened = taking.link_of(token)
    assert opened is not None
    session = taking.enter(opened, None)
    assert linked(meeting.ref, THA_HEAD, "--revoke").stdout == "tha-head: 1 links revoked, 1 sessions ended.\n"
    assert seats.seat(meeting.id, {COOKIE: session}) is None


def test_letters_are_readable_by_their_writer_alone_in_each_language_of_the_meeting(
    meeting: Meeting, tmp_path: Path
) -> None:
    shown = linked(meeting.ref, THA_HEAD, "--out", str(tmp_path / "letters"), *ADDRESS)
    letters = sorted((tmp_path / "letters").iterdir())
    assert [path.name for path in letters] == ["tha-head.en.txt", "tha-head.th.txt"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in letters} == {0o600}
    english, thai = (path.read_text() for path in letters)
    assert "19th Senior Officials’ Meeting" in english
    assert "21 มิถุนายน 2565, 09:00 (UTC+7)" in thai
    token = english.partition("#")[2].split()[0]
    assert taking.link_of(token) is not None
    assert token in thai
    assert token not in shown.output


def test_a_letter_that_cannot_be_written_leaves_the_link_and_the_letters_of_before(
    meeting: Meeting, tmp_path: Path
) -> None:
    folder = tmp_path / "letters"
    linked(meeting.ref, THA_HEAD, "--out", str(folder), *ADDRESS)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    (folder / "tha-head.th.new").mkdir()
    (tmp_path / "file").touch()
    for out in (folder, tmp_path / "file" / "letters"):
        answer = linked(meeting.ref, THA_HEAD, "--again", "--out", str(out), *ADDRESS)
        assert answer.exit_code == 1
        assert isinstance(answer.exception, SystemExit), "said in a sentence"
        assert "The letters of tha-head are not written" in answer.output
        assert str(out) in answer.output
    assert {path.name: path.read_text() for path in folder.glob("*.txt")} == before
    token = before["tha-head.en.txt"].partition("#")[2].split()[0]
    assert taking.link_of(token) is not None


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nothing-here", "--all", *ADDRESS), "No meeting here"),
        (("{ref}", *ADDRESS), "Name people, or say --all."),
        (("{ref}", "tha-hed", *ADDRESS), "there are: mys-head"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(meeting: Meeting, arguments: tuple[str, ...], why: str) -> None:
    answer = linked(*(argument.format(ref=meeting.ref) for argument in arguments))
    assert answer.exit_code == 1
    assert why in answer.output


def test_the_terminal_speaks_thai_where_it_is_set_so(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "th_TH.UTF-8")
    assert "โปรดระบุชื่อบุคคล" in linked(meeting.ref, *ADDRESS).output


def test_an_editor_logs_in_with_the_password_read_from_standard_input(name: str) -> None:
    assert used("add", name, "--role", "editor", typed=f"{PASSWORD}\n").exit_code == 0
    assert authenticate(username=name, password=PASSWORD) is not None
    assert f"{name}\teditor" in used("list").output


@pytest.mark.parametrize(("terminal", "why"), [("en_GB.UTF-8", "too short"), ("fr_FR.UTF-8", "trop court")])
def test_a_weak_password_is_refused(name: str, terminal: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", terminal)
    answer = used("add", name, "--role", "operator", typed="12345\n")
    assert answer.exit_code == 1
    assert why in answer.output
    assert name not in used("list").output


def test_no_command_takes_a_secret_as_an_argument() -> None:
    options = {option for command in (link, *user.commands.values()) for one in command.params for option in one.opts}
    assert not {option for option in options if "password" in option or "secret" in option}


def test_a_disabled_account_cannot_log_in(name: str) -> None:
    used("add", name, "--role", "operator", typed=f"{PASSWORD}\n")
    assert used("disable", name).exit_code == 0
    assert authenticate(username=name, password=PASSWORD) is None
    assert f"{name}\toperator\tdisabled" in used("list").output


def test_an_integrators_token_is_shown_once_and_dies_with_the_account(meeting: Meeting, name: str) -> None:
    used("add", name, "--role", "integrator")
    token = used("token", name, "--meeting", meeting.ref, "--act", THA_HEAD, "--label", "captions").stdout.strip()
    theirs = seats.seat(meeting.id, {}, f"Bearer {token}")
    assert theirs is not None
    assert theirs.person == THA_HEAD
    listed = used("list").output
    assert f"captions\t{meeting.ref}\tread act:{THA_HEAD}" in listed
    assert token not in listed
    used("disable", name)
    assert seats.seat(meeting.id, {}, f"Bearer {token}") is None


@pytest.mark.parametrize(("group", "role"), [(0, "editor"), (1, "editor"), (None, "operator")])
def test_an_account_made_at_the_desk_is_no_integrators(
    meeting: Meeting, name: str, group: int | None, role: str
) -> None:
    groups = [] if group is None else [Group.objects.get_or_create(name=accounts.GROUPS[group])[0].pk]
    told = {"username": name, "email": "a@example.org", "first_name": "Anna", "last_name": "Berg", "groups": groups}
    made = UserCreationForm(
        told | {"password1": PASSWORD, "password2": PASSWORD, "is_superuser": "on" if group is None else ""}
    )
    assert made.is_valid(), made.errors
    made.save()
    assert f"{name}\t{role}" in used("list").output
    assert used("token", name, "--meeting", meeting.ref).exit_code == 1


def test_only_integrators_get_tokens(meeting: Meeting, name: str) -> None:
    used("add", name, "--role", "operator", typed=f"{PASSWORD}\n")
    assert used("token", name, "--meeting", meeting.ref).exit_code == 1
