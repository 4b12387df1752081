"""Keys of other systems: shown once, bound to a use, limited, revoked at once, journalled."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.accounts import keys
from huiying.accounts.actors import Actor
from huiying.accounts.models import ApiKey
from huiying.accounts.refusals import (
    BadKey,
    BadKeyFacts,
    KeyTooOften,
    NoSuchKey,
    NoSuchPerson,
    NotAdministrator,
)
from huiying.accounts.scopes import Scope
from huiying.config import cli
from huiying.journal.queries import history
from tests.city import NOW, City, later

Make = Callable[..., keys.GivenKey]


@pytest.fixture
def make(guo: Actor) -> Make:
    """郭涛 makes a key for the street's app."""

    def made(*scopes: str, **more: object) -> keys.GivenKey:
        facts = {"name": "街区应用", "scopes": scopes or (Scope.OPEN311,), "at": NOW} | more
        return keys.create_key(actor=guo, **facts)  # type: ignore[arg-type]

    return made


def test_a_key_opens_what_it_is_for_and_acts_for_nobody(make: Make) -> None:
    key = make()
    actor = keys.actor_of_key(key.text, Scope.OPEN311, at=NOW)
    assert (actor.id, actor.name, actor.grants, actor.system) == (None, "街区应用", (), False)
    with pytest.raises(BadKey):
        keys.actor_of_key(key.text, Scope.READ, at=NOW)


def test_a_key_for_writing_also_reads_but_not_the_other_way_round(make: Make) -> None:
    assert keys.actor_of_key(make(Scope.WRITE).text, Scope.READ, at=NOW).name == "街区应用"
    with pytest.raises(BadKey):
        keys.actor_of_key(make(Scope.READ).text, Scope.WRITE, at=NOW)


def test_a_key_of_a_person_may_do_what_the_person_may_and_ends_with_the_person(
    make: Make, city: City
) -> None:
    key = make(Scope.WRITE, person_id=city.people["li"].pk)
    assert keys.actor_of_key(key.text, Scope.WRITE, at=NOW) == city.actor("li")
    city.people["li"].is_active = False
    city.people["li"].save()
    with pytest.raises(BadKey):
        keys.actor_of_key(key.text, Scope.WRITE, at=NOW)


def test_the_database_holds_a_digest_and_the_journal_neither_key_nor_digest(make: Make) -> None:
    key = make()
    row = ApiKey.objects.get()
    secret = key.text.split("_", 2)[2]  # the secret itself may hold an underscore
    assert secret not in repr(row.__dict__)
    told = history("api_key", key.id)
    assert [line.event for line in told] == ["ApiKeyGiven"]
    assert secret not in repr(told)
    assert row.digest not in repr(told)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1],
        lambda text: text + "x",
        lambda text: text.upper(),
        lambda text: text.split("_")[1],
        lambda text: "",
        lambda text: "hy__",
        lambda text: "hy_\x00_x",
        lambda text: "密钥" * 4000,
        lambda text: f"hy_{text.split('_')[1]}_\udcff",
    ],
)
def test_what_is_not_exactly_the_key_is_no_key(make: Make, spoil: Callable[[str], str]) -> None:
    text = spoil(make().text)
    with pytest.raises(BadKey):
        keys.actor_of_key(text, Scope.OPEN311, at=NOW)


def test_a_revoked_key_is_shut_out_at_once_and_told_once(make: Make, guo: Actor) -> None:
    key = make()
    keys.revoke_key(prefix=key.prefix, actor=guo, at=later(hours=1))
    keys.revoke_key(prefix=key.text, actor=guo, at=later(hours=2))
    with pytest.raises(BadKey):
        keys.actor_of_key(key.text, Scope.OPEN311, at=later(hours=1))
    assert [line.event for line in history("api_key", key.id)] == ["ApiKeyGiven", "ApiKeyRevoked"]
    assert ApiKey.objects.get().revoked_at == later(hours=1)


def test_beyond_its_limit_a_key_waits_while_another_goes_on(make: Make) -> None:
    slow, other = make(per_minute=3), make(per_minute=3)
    for _ in range(3):
        keys.actor_of_key(slow.text, Scope.OPEN311, at=NOW)
    with pytest.raises(KeyTooOften):
        keys.actor_of_key(slow.text, Scope.OPEN311, at=NOW)
    assert keys.actor_of_key(other.text, Scope.OPEN311, at=NOW).name == "街区应用"


def test_the_last_use_is_kept_to_the_minute(make: Make) -> None:
    key = make()
    for seconds in (0, 59, 61):
        keys.actor_of_key(key.text, Scope.OPEN311, at=NOW + timedelta(seconds=seconds))
    assert ApiKey.objects.get().last_used_at == NOW + timedelta(seconds=61)


def test_only_an_administrator_makes_and_ends_keys(make: Make, city: City) -> None:
    li = city.actor("li")
    with pytest.raises(NotAdministrator):
        keys.create_key(name="x", scopes=["open311"], actor=li, at=NOW)
    with pytest.raises(NotAdministrator):
        keys.revoke_key(prefix=make().prefix, actor=li, at=NOW)


@pytest.mark.parametrize(
    "facts",
    [{"name": " "}, {"name": "长" * 61}, {"scopes": ()}, {"scopes": ("all",)}, {"per_minute": -1}],
)
def test_a_key_without_name_or_use_is_not_made(make: Make, facts: dict[str, object]) -> None:
    with pytest.raises(BadKeyFacts):
        make(**facts)
    assert not ApiKey.objects.exists()


def test_nobody_knows_a_key_or_a_person_that_is_not_there(make: Make, guo: Actor) -> None:
    with pytest.raises(NoSuchKey):
        keys.revoke_key(prefix="00000000", actor=guo, at=NOW)
    with pytest.raises(NoSuchPerson):
        make(person_id=10**9)


def test_the_command_prints_a_working_key_once_lists_it_without_secret_and_ends_it(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["api-key", "create", "街区应用", "--scope", "open311"]) == 0
    text = capsys.readouterr().out.strip()
    assert keys.actor_of_key(text, Scope.OPEN311, at=NOW).name == "街区应用"
    assert cli.main(["api-key", "list"]) == 0
    listed = capsys.readouterr().out
    prefix = text.split("_")[1]
    assert prefix in listed
    assert text not in listed
    assert cli.main(["api-key", "revoke", prefix]) == 0
    assert cli.main(["api-key", "create", "x", "--scope", "open311", "--person", "谁"]) == 1
    assert cli.main(["api-key", "revoke", "00000000"]) == 1
    with pytest.raises(BadKey):
        keys.actor_of_key(text, Scope.OPEN311, at=NOW)


def test_the_administration_lists_keys_and_ends_them(make: Make, city: City) -> None:
    key = make()
    client = Client()
    client.force_login(city.people["guo"], backend="huiying.config.signin.Backend")
    address = reverse("admin:accounts_apikey_changelist")
    page = client.get(address).content.decode()
    assert key.prefix in page
    assert ApiKey.objects.get().digest not in page
    client.post(address, {"action": "revoke", "_selected_action": [key.id]})
    assert ApiKey.objects.get().revoked_at is not None
