"""Django's settings; everything that differs between machines comes from the environment.

.env.example lists every variable. Three kinds of environment exist: `development` (the
default), `test` (set by tests/settings.py) and `production`, which has no default secrets.
"""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from jakinfo.env import Environment, read_file

BASE_DIR = Path(__file__).resolve().parent.parent

# The tests must not depend on what a developer keeps in .env.
FILE = {} if os.environ.get("JAKINFO_ENV") == "test" else read_file(BASE_DIR / ".env")
env = Environment({**FILE, **os.environ})

ENVIRONMENT = env.choice(
    "JAKINFO_ENV", ["development", "production", "test"], default="development"
)
PRODUCTION = ENVIRONMENT == "production"
# Off by default also in development: whoever tries the site sees its own page for a wrong address.
DEBUG = env.boolean("JAKINFO_DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("JAKINFO_DEBUG shows the code to everybody: not in production.")

# Public, so worth nothing: production refuses to start without its own.
PUBLIC_KEY = "public-key-for-development-and-tests"
SECRET_KEY = env.text("JAKINFO_SECRET_KEY", default=None if PRODUCTION else PUBLIC_KEY, least=50)
ALLOWED_HOSTS = env.words(
    "JAKINFO_ALLOWED_HOSTS", default=None if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
# Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed (see jakinfo/wsgi.py).
TRUSTED_PROXIES = env.words("JAKINFO_TRUSTED_PROXIES", default=[])
# What /.well-known/security.txt names, for example mailto:security@example.org.
SECURITY_CONTACT = env.text("JAKINFO_SECURITY_CONTACT", default="")

INSTALLED_APPS = [
    "jakinfo",
    "guides",
    "safety",
    "drugs",
    "conditions",
    "evidence",
    "editorial",
    "search",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "whitenoise.runserver_nostatic",
    # Without its own site: jakinfo registers the newsroom's.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "jakinfo.headers.permissions_policy",
    "jakinfo.headers.surrogate_keys",
    # Outside whatever could still add a cookie, so that it sees it.
    "jakinfo.answers.public_answers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Refuses SQL on drafts while a public request is answered.
    "editorial.guard.PublicQueryGuard",
    # Last, as it asks: it replaces the answer to a locked-out log-in.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jakinfo.urls"
WSGI_APPLICATION = "jakinfo.wsgi.application"

TEMPLATES = [
    # The public pages, in the folders `jinja2` of the floors; then the newsroom's, in `templates`.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "jakinfo.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# One database holds the working copy and what is live, so that a publication is one transaction.
SQLITE = {
    "ENGINE": "jakinfo.sqlite",
    "NAME": env.path("JAKINFO_DB", default=BASE_DIR / "jakinfo.sqlite3"),
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        # A transaction that will write takes the lock at its start, where it can wait for it.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: a published edition survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
    "TEST": {"NAME": ":memory:"},
}
POSTGRES = env.postgres("DATABASE_URL")
DATABASES = {
    "default": {**POSTGRES, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True} if POSTGRES else SQLITE
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "jakinfo",
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Answers kept ready to send (jakinfo/fastpath.py); 0 keeps none. The workers share it out; granian's own
# variable says how many there are (jakinfo/serve.py sees to that).
WORKERS = env.integer("GRANIAN_WORKERS", default=1, least=1, most=1024)
KEPT_BYTES = env.integer("JAKINFO_CACHE_MB", default=64, least=0, most=65_536) * 2**20 // WORKERS

# A CDN in front (docs/scale.md): where it is told which answers a publication ended, the header that lets
# us do so, and for how many seconds it may answer by itself. Without an address it keeps nothing.
PURGE_URL = env.http("JAKINFO_PURGE_URL")
PURGE_HEADER = env.text("JAKINFO_PURGE_HEADER", default="")
CDN_SECONDS = env.integer("JAKINFO_CDN_SECONDS", default=3600, least=1, most=86_400)

LANGUAGE_CODE = "en-gb"
# What is offered; docs/adr/0015 says what a second one takes.
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("JAKINFO_STATIC_ROOT", default=BASE_DIR / "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production files come straight from the apps, so nobody needs collectstatic.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

# Who may come in -------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "admin:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if ENVIRONMENT == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
]
# Tests that log in dozens of people turn it on where it is what they test.
AXES_ENABLED = ENVIRONMENT != "test"
# The pair, so that guessing from one place does not lock the real person out everywhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# Both pages keep what an editor typed.
AXES_LOCKOUT_CALLABLE = "editorial.admin.resuming.locked_out"
CSRF_FAILURE_VIEW = "editorial.admin.resuming.csrf_failure"

# How the newsroom works ------------------------------------------------------------------

# Signatures needed by kind and role, where it is more than one of each: {"warning": {"medical": 2}}.
SIGN_OFFS_NEEDED: dict[str, dict[str, int]] = {}
# Months after which a page has to be reviewed again, by kind.
REVIEW_MONTHS = {"warning": 6, "warning-sign": 6, "dose-rule": 6, "source": 36}
REVIEW_MONTHS_ELSE = 12
# Content checks that are stricter or milder here: {"long-sentence": "off"}; else as they are declared.
CONTENT_CHECK_LEVELS: dict[str, str] = {}
# How long a preview link for somebody without an account works, unless its maker chooses otherwise.
PREVIEW_HOURS = 24

# What a browser is told ------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    # A load balancer asks for these over plain HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # The prefix binds the cookie to this host: no other subdomain can plant one.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# An entry with all its inline rows is one form; the default of 1,000 fields is too few.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The API ---------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "jakinfo.api.schema.ResourceSchema",
    "DEFAULT_PAGINATION_CLASS": "jakinfo.api.pagination.CursorPages",
    "EXCEPTION_HANDLER": "jakinfo.api.errors.handle",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    # `format` is no parameter of ours, and what is unknown is refused.
    "URL_FORMAT_OVERRIDE": None,
    # Reading needs no account, and a session must not change a shared answer.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "jakinfo",
    "DESCRIPTION": "What is known about JAK inhibitors: checked, sourced and dated. Every fact "
    "names its sources; what sources disagree about is marked and shown with both sides.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["jakinfo.api.schema.close"],
    "COMPONENT_SPLIT_REQUEST": False,
}

# What is written down --------------------------------------------------------------------

# The address of the site, for links in e-mails.
SITE_URL = env.text("JAKINFO_SITE_URL", default="http://127.0.0.1:8000")
# Without a mail server, e-mails are printed.
EMAIL_HOST = env.text("JAKINFO_EMAIL_HOST", default="")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.integer("JAKINFO_EMAIL_PORT", default=587, least=1, most=65535)
EMAIL_HOST_USER = env.text("JAKINFO_EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.text("JAKINFO_EMAIL_PASSWORD", default="")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("JAKINFO_EMAIL_FROM", default="jakinfo <noreply@localhost>")
LOG_LEVEL = env.choice("JAKINFO_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own handlers would mail errors or print them a second time.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}

env.refuse_unknown()
