"""Settings are read from one table; slips stop the start."""

from pathlib import Path

import pytest

from huiying.config import env
from huiying.config.database import database


def test_an_unknown_setting_stops_the_start_and_names_the_near_one() -> None:
    with pytest.raises(env.BadSetting, match=r"HUIYING_DEBG\W.*HUIYING_DEBUG"):
        env.refuse_unknown({"HUIYING_DEBG": "1"})


def test_every_setting_in_the_table_is_known_and_other_variables_are_left_alone() -> None:
    env.refuse_unknown({s.variable: "" for s in env.SETTINGS} | {"PATH": "/bin", "HUIYINGX": "1"})


def test_every_setting_constant_is_in_the_table() -> None:
    constants = [value for value in vars(env).values() if isinstance(value, env.Setting)]
    assert sorted(s.name for s in constants) == sorted(s.name for s in env.SETTINGS)


@pytest.mark.parametrize("setting", env.SETTINGS, ids=lambda s: s.name)
def test_every_default_can_be_read(setting: env.Setting[object]) -> None:
    setting({})


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (env.DEBUG, "perhaps"),
        (env.PROXIES, "-1"),
        (env.PROXIES, "two"),
        (env.LOG_LEVEL, "LOUD"),
        (env.BASE_URL, "12345.example.cn"),
        (env.BASE_URL, "https://example.cn/with/path"),
        (env.ORIGINS, "https://a.cn, b.cn"),
        (env.HOME, " "),
    ],
)
def test_a_bad_value_is_named_with_its_variable(setting: env.Setting[object], value: str) -> None:
    with pytest.raises(env.BadSetting, match=rf"^{setting.variable}="):
        setting({setting.variable: value})


def test_values_are_read_as_people_write_them() -> None:
    assert env.DEBUG({"HUIYING_DEBUG": "Yes"}) is True
    assert env.HOSTS({"HUIYING_HOSTS": "a.cn, b.cn,"}) == ("a.cn", "b.cn")
    assert env.LOG_LEVEL({"HUIYING_LOG_LEVEL": "warning"}) == "WARNING"
    assert env.BASE_URL({"HUIYING_BASE_URL": "https://a.cn/"}) == "https://a.cn"


def test_the_reference_table_has_a_row_for_every_setting() -> None:
    rows = env.table().splitlines()
    assert len(rows) == 2 + len(env.SETTINGS)
    assert "| `HUIYING_DEBUG` | 1 / 0 | `0` | 1 时" in env.table(str)


def test_sqlite_in_the_home_folder_is_the_default(tmp_path: Path) -> None:
    chosen = database("", tmp_path, 4)
    assert chosen["NAME"] == tmp_path / "huiying.sqlite3"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert chosen["CONN_MAX_AGE"] is None


def test_sqlite_addresses_are_relative_or_absolute(tmp_path: Path) -> None:
    assert database("sqlite:////srv/h.db", tmp_path, 4)["NAME"] == Path("/srv/h.db")
    assert database("sqlite:///h.db", tmp_path, 4)["NAME"] == Path("h.db").resolve()


def test_a_postgresql_address_becomes_a_pool(tmp_path: Path) -> None:
    chosen = database("postgresql://hy:p%40ss@db.local:5433/city?sslmode=require", tmp_path, 6)
    assert (chosen["USER"], chosen["PASSWORD"]) == ("hy", "p@ss")
    assert (chosen["HOST"], chosen["PORT"], chosen["NAME"]) == ("db.local", "5433", "city")
    assert chosen["OPTIONS"]["sslmode"] == "require"
    assert chosen["OPTIONS"]["pool"]["max_size"] == 6


@pytest.mark.parametrize(
    "url",
    ["mysql://a/b", "huiying.db", "sqlite://x.db", "postgresql://host/", "postgresql://h:x/d"],
)
def test_an_unusable_database_address_says_what_to_write(url: str, tmp_path: Path) -> None:
    with pytest.raises(env.BadSetting, match="HUIYING_DATABASE_URL"):
        database(url, tmp_path, 4)
