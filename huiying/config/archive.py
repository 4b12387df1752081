"""A backup: one compressed archive of database, files, learned models and, if wished, keys.

Its manifest is the archive's last member: name, size and SHA-256 of every other one. A backup
that was cut short therefore has no manifest and is refused as a whole.
"""

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from huiying import __version__
from huiying.config import dump
from huiying.config.say import _
from huiying.lib.errors import Refused

MANIFEST = "manifest.json"
FORMAT = 1


class BadBackup(Refused):
    code = "bad_backup"


class WouldOverwrite(Refused):
    code = "would_overwrite"


@dataclass
class Member:
    size: int
    sha256: str


@dataclass
class Manifest:
    """``made`` is ISO 8601; ``members`` maps a path inside the archive to its fingerprint."""

    made: str
    huiying: str = __version__
    format: int = FORMAT
    members: dict[str, Member] = field(default_factory=dict)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> "Manifest":
        try:
            data = json.loads(raw)
            members = {name: Member(**member) for name, member in data.pop("members").items()}
            found = cls(**data, members=members)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BadBackup(_("备份的清单无法读取")) from None
        if found.format != FORMAT:
            raise BadBackup(
                _("备份的格式为 %(found)s，本版本只认 %(known)s"), found=found.format, known=FORMAT
            )
        return found


def write(target: Path, *, at: datetime, keys: bool) -> Manifest:
    """Write the backup to ``target``; it appears only when it is whole."""
    if target.exists():
        raise WouldOverwrite(_("%(file)s 已存在，请换一个文件名"), file=target)
    if not target.absolute().parent.is_dir():
        raise BadBackup(_("文件夹 %(folder)s 不存在"), folder=target.absolute().parent)
    manifest = Manifest(made=at.isoformat(timespec="seconds"))
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    try:
        with (
            tempfile.TemporaryDirectory(dir=settings.HOME) as scratch,
            tarfile.open(draft, "w:gz", compresslevel=6) as archive,
        ):
            database = Path(scratch, dump.name())
            dump.save(database)
            # Files after the database: every file that the copied rows name is there.
            _add(archive, manifest, database, dump.name())
            for file, name in _files(keys=keys):
                _add(archive, manifest, file, name)
            info = tarfile.TarInfo(MANIFEST)
            info.size = len(manifest.to_json())
            archive.addfile(info, io.BytesIO(manifest.to_json()))
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore(source: Path, *, force: bool) -> Manifest:
    """Check ``source`` completely, then replace database, files, and the models and keys in it."""
    if not source.is_file():
        raise BadBackup(_("找不到备份文件 %(file)s"), file=source)
    if not force and (dump.has_data() or any(settings.MEDIA_ROOT.glob("*"))):
        raise WouldOverwrite(
            _("%(home)s 中已有数据，未作任何改动"),
            home=settings.HOME,
            hint=_("确实要以备份覆盖，请加 --force；建议先执行 huiying backup"),
        )
    with tempfile.TemporaryDirectory(dir=settings.HOME) as scratch:
        folder = Path(scratch)
        manifest = _unpack(source, folder)
        if dump.name() not in manifest.members:
            raise BadBackup(
                _("备份来自另一种数据库；当前设置需要 %(name)s。请核对 HUIYING_DATABASE_URL"),
                name=dump.name(),
            )
        dump.load(folder / dump.name())
        _replace(folder / "files", settings.MEDIA_ROOT)
        for name in ("models", "secrets"):
            if (folder / name).is_dir():
                _replace(folder / name, settings.HOME / name)
    return manifest


def _files(*, keys: bool) -> Iterator[tuple[Path, str]]:
    folders = [(settings.MEDIA_ROOT, "files"), (settings.HOME / "models", "models")]
    folders += [(settings.HOME / "secrets", "secrets")] if keys else []
    for folder, name in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield file, f"{name}/{file.relative_to(folder).as_posix()}"


def _add(archive: tarfile.TarFile, manifest: Manifest, file: Path, name: str) -> None:
    with file.open("rb") as content:
        info = archive.gettarinfo(arcname=name, fileobj=content)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        archive.addfile(info, content)
    manifest.members[name] = Member(info.size, digest)


def _unpack(source: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as problem:
        raise BadBackup(_("备份 %(file)s 无法读取：%(why)s"), file=source, why=problem) from None
    if not (folder / MANIFEST).is_file():
        raise BadBackup(_("备份 %(file)s 不完整：缺少清单"), file=source)
    manifest = Manifest.from_json((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).unlink()
    found = {f.relative_to(folder).as_posix(): f for f in folder.rglob("*") if f.is_file()}
    for name in sorted(found.keys() ^ manifest.members.keys()):
        raise BadBackup(_("备份的内容与清单不符：%(name)s"), name=name)
    for name, member in manifest.members.items():
        with found[name].open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != member.sha256:
                raise BadBackup(_("备份中的 %(name)s 已损坏：校验和不符"), name=name)
    return manifest


def _replace(source: Path, target: Path) -> None:
    """Put folder ``source`` (perhaps absent, meaning empty) in the place of ``target``."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    if source.is_dir():
        shutil.move(source, target)
    else:
        target.mkdir(parents=True)
    shutil.rmtree(old, ignore_errors=True)
