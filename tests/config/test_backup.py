"""A backup restores to exactly what was there; a damaged one changes nothing."""

import io
import tarfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from huiying.config import archive, dump, homelock

NIGHT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home with one file and one key, beside the test's own database."""
    settings.HOME = tmp_path / "home"
    settings.MEDIA_ROOT = settings.HOME / "files"
    (settings.MEDIA_ROOT / "2026").mkdir(parents=True)
    (settings.MEDIA_ROOT / "2026" / "路灯.jpg").write_bytes(b"photo")
    (settings.HOME / "secrets").mkdir()
    (settings.HOME / "secrets" / "field-keys").write_text("key\n")
    get_user_model().objects.create_user("wangfang", "a long password", name="王芳")
    return tmp_path / "home"


def people() -> list[str]:
    return list(get_user_model().objects.order_by("username").values_list("username", flat=True))


def rewrite(backup: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of ``backup`` with members changed, or left out where ``change`` gives None."""
    copy = backup.with_name("changed.tar.gz")
    with tarfile.open(backup) as old, tarfile.open(copy, "w:gz") as new:
        for member in old.getmembers():
            content = change(member.name, old.extractfile(member).read())  # type: ignore[union-attr]
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return copy


def test_what_was_backed_up_comes_back_and_what_came_later_is_gone(home: Path) -> None:
    backup = home.parent / "night.tar.gz"
    archive.write(backup, at=NIGHT, keys=True)
    get_user_model().objects.create_user("liqiang", "a long password", name="李强")
    (home / "files" / "2026" / "路灯.jpg").write_bytes(b"overwritten")
    (home / "files" / "later.jpg").write_bytes(b"later")
    (home / "secrets" / "field-keys").write_text("other\n")

    manifest = archive.restore(backup, force=True)

    assert manifest.made == "2026-03-02T15:00:00+00:00"
    assert people() == ["wangfang"]
    assert (home / "files" / "2026" / "路灯.jpg").read_bytes() == b"photo"
    assert not (home / "files" / "later.jpg").exists()
    assert (home / "secrets" / "field-keys").read_text() == "key\n"


def test_learned_models_come_back_and_a_backup_without_them_leaves_them(home: Path) -> None:
    bare, full = home.parent / "bare.tar.gz", home.parent / "full.tar.gz"
    archive.write(bare, at=NIGHT, keys=False)
    model = home / "models" / "category-1.npz"
    model.parent.mkdir()
    model.write_bytes(b"learned")
    assert f"models/{model.name}" in archive.write(full, at=NIGHT, keys=False).members
    archive.restore(bare, force=True)
    assert model.read_bytes() == b"learned"
    model.write_bytes(b"worse")
    archive.restore(full, force=True)
    assert model.read_bytes() == b"learned"


def test_keys_stay_out_of_a_backup_unless_asked_for(home: Path) -> None:
    backup = home.parent / "night.tar.gz"
    manifest = archive.write(backup, at=NIGHT, keys=False)
    assert sorted(manifest.members) == sorted([dump.name(), "files/2026/路灯.jpg"])
    (home / "secrets" / "field-keys").write_text("newer\n")
    archive.restore(backup, force=True)
    assert (home / "secrets" / "field-keys").read_text() == "newer\n"


def test_a_backup_is_readable_by_its_owner_only_and_never_overwrites(home: Path) -> None:
    backup = home.parent / "night.tar.gz"
    archive.write(backup, at=NIGHT, keys=True)
    assert backup.stat().st_mode & 0o777 == 0o600
    with pytest.raises(archive.WouldOverwrite, match=r"night\.tar\.gz"):
        archive.write(backup, at=NIGHT, keys=True)


def test_existing_data_is_not_overwritten_without_force(home: Path) -> None:
    backup = home.parent / "night.tar.gz"
    archive.write(backup, at=NIGHT, keys=False)
    with pytest.raises(archive.WouldOverwrite) as refusal:
        archive.restore(backup, force=False)
    assert "--force" in refusal.value.hint


@pytest.mark.parametrize(
    "change",
    [
        lambda name, raw: None if name.startswith("files/") else raw,
        lambda name, raw: b"forged" if name.startswith("files/") else raw,
        lambda name, raw: None if name == archive.MANIFEST else raw,
        lambda name, raw: b"{}" if name == archive.MANIFEST else raw,
        lambda name, raw: raw.replace(b'"format": 1', b'"format": 9'),
    ],
    ids=["file missing", "file changed", "manifest missing", "manifest empty", "newer format"],
)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    home: Path, change: Callable[[str, bytes], bytes | None]
) -> None:
    backup = home.parent / "night.tar.gz"
    archive.write(backup, at=NIGHT, keys=False)
    get_user_model().objects.create_user("liqiang", "a long password", name="李强")
    with pytest.raises(archive.BadBackup):
        archive.restore(rewrite(backup, change), force=True)
    assert people() == ["liqiang", "wangfang"]
    assert (home / "files" / "2026" / "路灯.jpg").read_bytes() == b"photo"


def test_a_file_that_is_no_backup_is_refused(home: Path) -> None:
    wrong = home / "letter.txt"
    wrong.write_text("Dear city")
    with pytest.raises(archive.BadBackup, match="letter"):
        archive.restore(wrong, force=True)
    with pytest.raises(archive.BadBackup, match=r"nothing\.tar\.gz"):
        archive.restore(home / "nothing.tar.gz", force=True)


def test_a_backup_of_the_other_database_is_refused(home: Path) -> None:
    backup = home.parent / "night.tar.gz"
    archive.write(backup, at=NIGHT, keys=False)
    other = "database.pgdump" if connection.vendor == "sqlite" else "database.sqlite3"

    def rename(name: str, raw: bytes) -> bytes:
        return raw.replace(dump.name().encode(), other.encode()) if name == "manifest.json" else raw

    copy = rewrite(backup, rename)
    with pytest.raises(archive.BadBackup):
        archive.restore(copy, force=True)


def test_no_restore_under_a_running_service(tmp_path: Path) -> None:
    with ExitStack() as running:
        running.enter_context(homelock.shared(tmp_path))
        running.enter_context(homelock.shared(tmp_path))
        with pytest.raises(homelock.InUse), homelock.exclusive(tmp_path):
            pytest.fail("a restore began under two services")
    with homelock.exclusive(tmp_path), pytest.raises(homelock.InUse), homelock.shared(tmp_path):
        pytest.fail("a service began during a restore")
