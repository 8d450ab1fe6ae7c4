"""Settings of the machine: environment variables, each explained in docs/production.md.

What a station may change is data with a history and a screen; it is not here.
"""

import os
import warnings
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import structlog
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("LINWANG_HOME", Path.home() / ".local/state/linwang"))
DEBUG = os.environ.get("LINWANG_DEBUG") == "1"
SECRET_KEY = os.environ.get("LINWANG_SECRET_KEY") or ("only-for-a-debug-machine" if DEBUG else "")
ALLOWED_HOSTS = os.environ.get("LINWANG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
LOG_REQUESTS = os.environ.get("LINWANG_LOG_REQUESTS", "ERROR")
HTTPS = os.environ.get("LINWANG_HTTPS") == "1"


def _database(url: str) -> dict[str, object]:
    """A postgresql:// address as Django wants it; a socket folder stands in `?host=`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        # One for each place of web/gate.py, and two for whoever asks without a place. A lost database is told within
        # seconds, and tried anew as long as somebody asks.
        "OPTIONS": {**query, "pool": {"min_size": 1, "max_size": 16, "timeout": 2, "reconnect_timeout": 5}},
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": os.environ.get("LINWANG_TEST_DATABASE", "test_linwang")},
        "ATOMIC_REQUESTS": False,
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///linwang"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_structlog",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "linwang.foundation",
    "linwang.places",
    "linwang.personnel",
    "linwang.duty",
    "linwang.incidents",
    "linwang.web",
    "linwang.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linwang.web.measures.MeasureMiddleware",
    "linwang.web.kept_by_nobody.KeptByNobodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "linwang.web.gate.GateMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linwang.web.request_log.RequestLogMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "linwang.web.who.ActorMiddleware",
    "linwang.web.desk.DeskMiddleware",
    "linwang.web.desk.SecondFactorMiddleware",
    "linwang.web.plain_text.PlainTextMiddleware",
    "linwang.web.refusals.RefusalMiddleware",
    "linwang.web.form_answers.FormAnswerMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "linwang.urls"
ASGI_APPLICATION = "linwang.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src/linwang/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linwang.web.who.person_context",
                "linwang.web.nav.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "linwang.web.words",
                "linwang.web.marks",
                "linwang.web.spans",
            ],
        },
    }
]

# Personal details are enciphered with data keys that these master keys wrap: newest first, base64, 32 bytes each.
DATA_KEYS = [key for key in os.environ.get("LINWANG_DATA_KEYS", "").split(",") if key]
if DEBUG and not DATA_KEYS:
    DATA_KEYS = ["b25seS1mb3ItYS1kZWJ1Zy1tYWNoaW5lLTMyLWJ5dGU="]
DATA_CIPHER = os.environ.get("LINWANG_DATA_CIPHER", "aes")

# Words and time: the source language is Simplified Chinese; times are stored in UTC.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Who signs in, and how.
AUTH_USER_MODEL = "personnel.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "linwang.web.desk.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "邻望"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_CALLABLE = "linwang.web.refusals.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

# Sessions of a shared desk end with the shift.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "linwang.web.refusals.csrf_failed"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if HTTPS else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # MapLibre and Tabler set element styles from script; no style text comes from a person.
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
    }
}

# Static files: our own, and the browser's parts from node_modules, found where they lie.
STATIC_URL = "/static/"
STATICFILES_DIRS = [
    ROOT / "src/linwang/static",
    *[
        (f"parts/{name}", ROOT / "node_modules" / folder)
        for name, folder in {
            "htmx": "htmx.org/dist",
            "alpine": "@alpinejs/csp/dist",
            "maplibre": "maplibre-gl/dist",
            "tabler": "@tabler/core/dist",
            "pmtiles": "pmtiles/dist",
            "dexie": "dexie/dist",
        }.items()
    ],
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
PHOTO_FOLDER = HOME / "photos"
MAP_FOLDER = HOME / "map"
PAPER_FOLDER = HOME / "paper"
METRICS_KEY = os.environ.get("LINWANG_METRICS_KEY", "")
ROADS = os.environ.get("LINWANG_ROADS", "")
ANCHOR_FILE = Path(os.environ.get("LINWANG_ANCHORS", HOME / "anchors/journal.jsonl"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

PGHISTORY_APPEND_ONLY = True
PROCRASTINATE_ON_APP_READY = None

SILENCED_SYSTEM_CHECKS: list[str] = []
# WhiteNoise hands whole small files to an asynchronous server; Django's hint that this waits is about long streams.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

# Logs: one structured line for each request, with its id, through the standard library and its level.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": structlog.stdlib.ProcessorFormatter, "processor": structlog.processors.JSONRenderer()}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LINWANG_LOG_LEVEL", "WARNING")},
    # A refusal is an answer, not a fault: what a person may not do is in the journal where it matters.
    "loggers": {"django.request": {"level": "ERROR"}, "django_structlog": {"level": LOG_REQUESTS}},
}
