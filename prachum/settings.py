"""An installation is its PRACHUM_DATA folder and a few environment variables; all else is the same everywhere."""

import os
import re
import secrets
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path

import dj_database_url
import platformdirs

from prachum.static_headers import static_headers

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
# Where this installation is reached, written by `prachum up` for whoever has to write a link.
ADDRESS_FILE = DATA / "address"
# Browsers reach it over HTTPS only; `prachum up --host` says so.
HTTPS = os.environ.get("PRACHUM_HTTPS", "") not in ("", "0")
MEDIA = os.environ.get("PRACHUM_MEDIA", "1") not in ("", "0")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("PRACHUM_HOSTS", "").split(","))]
# Behind a proxy every visitor may seem to come from the loopback: then nobody takes seats unless it is said who.
REHEARSAL_SEATS_FROM = [
    ip_network(said.strip())
    for said in os.environ.get("PRACHUM_REHEARSAL_SEATS_FROM", "" if HTTPS else "127.0.0.0/8,::1/128").split(",")
    if said.strip()
]

INSTALLED_APPS = [
    "prachum.journal",
    "prachum.registry",
    "prachum.newsroom",
    "wagtail.contrib.simple_translation",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "servestatic.middleware.ServeStaticMiddleware",
    "prachum.web.headers.safety_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "prachum.registry.login.remembers_browsers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
WEB = Path(__file__).parent / "web"
AUTH_USER_MODEL = "registry.User"
AUTHENTICATION_BACKENDS = ["prachum.registry.login.CountedBackend"]
ROOT_URLCONF = "prachum.urls"
ASGI_APPLICATION = "prachum.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["prachum.web.tags"],
            "libraries": {"record": "prachum.web.record_tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
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
    # Wagtail searches with PostgreSQL's own means.
    INSTALLED_APPS.append("django.contrib.postgres")
else:
    DATABASES = {"default": sqlite("prachum.db"), "journal": sqlite("journal.db")}
DATABASE_ROUTERS = ["prachum.journal.router.JournalRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 12},
        "UserAttributeSimilarityValidator": {},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("th", "ไทย"), ("fr", "Français")]
LANGUAGE_COOKIE_NAME = "prachum-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STATICFILES_DIRS = [WEB / "static"]
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_ADD_HEADERS_FUNCTION = static_headers
# Vite names what it builds by content: `assets/main-DfGh45_x.js`.
SERVESTATIC_IMMUTABLE_FILE_TEST = re.compile(r"^/static/chamber/assets/.+-[\w-]{8}\.\w+$").match

# The names must differ: a cookie set over HTTP on the loopback can never be taken for one set over HTTPS.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}prachum-account"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "prachum.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Not "no-referrer": it makes browsers send "Origin: null" with our own forms.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

WAGTAIL_SITE_NAME = "Prachum"
WAGTAILADMIN_USER_LOGIN_FORM = "prachum.newsroom.login.Login"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = ADDRESS_FILE.read_text().strip() if ADDRESS_FILE.exists() else "http://127.0.0.1:8000"
# The desk asks nobody else for anything either: no portraits, no news of Wagtail's own, no mail.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
