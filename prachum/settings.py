"""An installation is its PRACHUM_DATA folder and a few environment variables; all else is the same everywhere."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import dj_database_url
import platformdirs

DATA = Path(os.environ.get("PRACHUM_DATA") or platformdirs.user_data_dir("prachum", appauthor=False))
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)


def kept_secret(path: Path) -> str:
    """Return the secret in `path`, made on first use; of two processes that make it at once, one wins."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


SECRET_KEY = kept_secret(DATA / "secret-key")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("PRACHUM_HOSTS", "").split(","))]

INSTALLED_APPS = [
    "prachum.journal",
    "prachum.registry",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTH_USER_MODEL = "registry.User"
ROOT_URLCONF = "prachum.urls"
ASGI_APPLICATION = "prachum.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def sqlite(name: str) -> dict[str, object]:
    """Return a database of its own file under DATA, whose committed entries survive a power cut."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Without recursive_triggers, INSERT OR REPLACE gets past the journal's DELETE trigger.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
            # What is erased is overwritten, not only unlinked.
            " PRAGMA secure_delete=ON;",
        },
    }


# The journal has a file of its own: Wagtail's IMMEDIATE transactions must not keep an act waiting.
if DATABASE_URL := os.environ.get("PRACHUM_DATABASE_URL"):
    DATABASES = {alias: dict(dj_database_url.parse(DATABASE_URL)) for alias in ("default", "journal")}
else:
    DATABASES = {"default": sqlite("prachum.db"), "journal": sqlite("journal.db")}
DATABASE_ROUTERS = ["prachum.journal.router.JournalRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("th", "ไทย"), ("fr", "Français")]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
