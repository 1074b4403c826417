"""The settings: one table of names, where each comes from, and what it is by default.

A flag beats the environment, which beats the project's file (`tracker.toml` here or in a
folder above), which beats the user's file, which beats the default.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

# name: (environment variable, what it is for)
TABLE: dict[str, tuple[str, str]] = {
    "db": ("TRACKER_DB", "the ledger file"),
    "author": ("TRACKER_AUTHOR", "who writes, for the history; else the system's user"),
    "zone": ("TRACKER_ZONE", "the reader's own time zone; else the system's"),
    "lang": ("TRACKER_LANG", "the language of prints and of what is typed: en, fr, ru or ar"),
    "url": (
        "TRACKER_URL",
        "where the public reaches the site, such as https://calendar.example.org",
    ),
    "site": ("TRACKER_SITE", "the title of the public pages"),
    "kept": ("TRACKER_KEPT", "the file that keeps made feeds and pages; else beside the ledger"),
    "import_hosts": (
        "TRACKER_IMPORT_HOSTS",
        "hosts within your own network that `import URL` may ask: NAME or NAME:PORT, with commas",
    ),
    "mail_from": ("TRACKER_MAIL_FROM", "who invites, such as Protocol <protocol@example.org>"),
    "smtp_host": ("TRACKER_SMTP_HOST", "the mail server that sends invitations"),
    "smtp_port": ("TRACKER_SMTP_PORT", "its port; 587 when not said, 465 for TLS from the start"),
    "smtp_user": ("TRACKER_SMTP_USER", "as whom to log in to it; the password is no setting"),
    "now": ("TRACKER_NOW", "the instant to take for now, so that prints can be repeated"),
}
PROJECT_FILE = "tracker.toml"


@frozen
class Setting:
    """One setting's value and where it came from."""

    value: str | None
    origin: str


@frozen
class Settings:
    """Every setting, resolved."""

    values: Mapping[str, Setting]

    def __getitem__(self, name: str) -> str | None:
        return self.values[name].value


def load(
    flags: Mapping[str, str | None],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Return the settings; raise Invalid for a file that is no TOML or names unknown settings."""
    env = os.environ if environment is None else environment
    layers = [
        *(_file(path) for path in (_project_file(folder or _here()), user_file(env)) if path),
    ]
    return Settings({name: _resolve(name, flags, env, layers) for name in TABLE})


def _resolve(
    name: str,
    flags: Mapping[str, str | None],
    env: Mapping[str, str],
    files: list[tuple[Path, dict[str, str]]],
) -> Setting:
    flag = flags.get(name)
    if flag:
        return Setting(flag, f"--{name}")
    variable = TABLE[name][0]
    if env.get(variable):
        return Setting(env[variable], variable)
    for path, values in files:
        if name in values:
            return Setting(_rooted(name, values[name], path), str(path))
    return Setting(None, "default")


def _rooted(name: str, value: str, file: Path) -> str:
    """Return a file's path as seen from the settings that name it, not from here."""
    return str(file.parent / Path(value).expanduser()) if name in ("db", "kept") else value


def _file(path: Path) -> tuple[Path, dict[str, str]]:
    import tomllib

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Invalid(f"The settings file {path} is not TOML: {fault}.") from fault
    except OSError as fault:
        raise Invalid(f"The settings file {path} cannot be read: {fault.strerror}.") from fault
    unknown = sorted(set(values) - set(TABLE))
    if unknown:
        raise Invalid(
            f"The settings file {path} names “{unknown[0]}”, which is no setting; "
            f"there are {', '.join(TABLE)}."
        )
    return path, {name: _words(value) for name, value in values.items()}


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:  # somebody removed it under our feet
        return Path("/")


def _project_file(folder: Path) -> Path | None:
    candidates = (parent / PROJECT_FILE for parent in (folder, *folder.parents))
    return next((path for path in candidates if path.is_file()), None)


def user_file(env: Mapping[str, str]) -> Path | None:
    """Return the user's settings file, if there is one."""
    path = _user_folder(env) / "config.toml"
    return path if path.is_file() else None


def _user_folder(env: Mapping[str, str]) -> Path:
    if env.get("XDG_CONFIG_HOME"):
        return Path(env["XDG_CONFIG_HOME"]) / "tracker"
    if sys.platform == "linux" and env.get("HOME"):
        return Path(env["HOME"]) / ".config" / "tracker"  # spares every list the import below
    from platformdirs import user_config_path

    return user_config_path("tracker", appauthor=False)


def default_ledger() -> Path:
    """Return where a ledger lies when nobody says: the platform's data folder."""
    from platformdirs import user_data_path

    return user_data_path("tracker", appauthor=False) / "ledger.sqlite3"
