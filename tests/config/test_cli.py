"""The command line explains itself and says no in sentences."""

import subprocess
import sys
from pathlib import Path

import pytest

from huiying.config import cli, say


def huiying(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with an empty environment."""
    return subprocess.run(
        [sys.executable, "-m", "huiying", *arguments],
        env={"LANG": "zh_CN.UTF-8", "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_a_line_of_help_and_explains_its_options(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.command(name).about()
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"])
    assert end.value.code == 0
    assert cli.command(name).about()[:8] in capsys.readouterr().out


def test_no_command_shows_the_help_and_says_it_was_not_understood(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main([]) == 2
    shown = capsys.readouterr().out
    assert all(name in shown for name in (*cli.COMMANDS, "manage"))


def test_help_needs_neither_django_nor_a_home(tmp_path: Path) -> None:
    code = (
        "import sys; from huiying.config import cli as c; c.main([]); exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_help_is_chinese_for_a_chinese_terminal() -> None:
    assert "用法：" in huiying("--help").stdout
    assert say.language({"LANG": "zh_CN.UTF-8"}) == "zh"
    assert say.language({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}) == "en"
    assert say.language({}) == "en"


def test_an_unknown_setting_stops_every_command_with_one_sentence() -> None:
    done = huiying("init", HUIYING_PORT="80")
    assert done.returncode == 1
    assert done.stderr.startswith("huiying: ")
    assert "HUIYING_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_first_start_makes_keys_database_and_static_files_and_a_second_changes_no_key(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    first = huiying("init", HUIYING_HOME=str(home))
    assert first.returncode == 0, first.stderr
    keys = {f.name: f.read_text() for f in (home / "secrets").iterdir()}
    assert set(keys) == {"signing-key", "field-keys"}
    assert all(f.stat().st_mode & 0o777 == 0o600 for f in (home / "secrets").iterdir())
    assert (home / "huiying.sqlite3").stat().st_size > 0
    assert (home / "static" / "staticfiles.json").exists()
    assert huiying("init", HUIYING_HOME=str(home)).returncode == 0
    assert keys == {f.name: f.read_text() for f in (home / "secrets").iterdir()}


def test_serving_an_empty_home_says_to_run_init_first(tmp_path: Path) -> None:
    done = huiying("serve", "--port", "0", HUIYING_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "huiying init" in done.stderr
