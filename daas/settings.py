"""Django's settings: what the typed environment says, and what is the same everywhere."""

from functools import partial
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from daas.email import email_settings
from daas.env import ROOT, VAR, environment
from daas.logging import LOGGING
from lake.disclosure import too_close

ENV = environment()
DEMO = ENV.demo
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
PSEUDONYM_KEY = ENV.pseudonym_key
STYLEGUIDE = DEBUG or DEMO

# --- Hosts: the public one, and a partner one label below it ---------------------------------------
BASE_DOMAIN = ENV.base_domain
BASE_HOST = ENV.base_host
ALLOWED_HOSTS = [BASE_HOST, f".{BASE_HOST}", "127.0.0.1"]
SCHEME = "https" if ENV.secure else "http"
ROOT_URLCONF = "daas.urls_partner"
PUBLIC_SCHEMA_URLCONF = "daas.urls_public"
WSGI_APPLICATION = "daas.wsgi.application"
TENANT_MODEL = "tenants.Partner"
TENANT_DOMAIN_MODEL = "tenants.Domain"
SHOW_PUBLIC_IF_NO_TENANT_FOUND = False

# --- Rooms -----------------------------------------------------------------------------------------
SHARED_APPS = [
    "django_tenants",
    "daas",
    "allauth.account",
    "allauth.mfa",
    "tenants",
    "billing",
    "onboarding",
    "ui",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "tenants.bank_site.BankAdminConfig",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "rest_framework",
    "drf_spectacular",
]
TENANT_APPS = ["insights", "segments", "api"]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]

MIDDLEWARE = [
    "tenants.proxies.ClientAddressMiddleware",
    "tenants.middleware.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random: a size tells nothing of a secret
    "tenants.sessions.SessionMiddleware",
    "tenants.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tenants.support.SupportMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "insights.middleware.WordsMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "ui.context.look",
                "insights.navigation.navigation",
                "tenants.context.people",
            ],
            "builtins": ["ui.templatetags.numbers", "template_partials.templatetags.partials"],
        },
    }
]

# --- Data ------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **dj_database_url.parse(ENV.database_url, conn_max_age=600, conn_health_checks=True),
        "ENGINE": "django_tenants.postgresql_backend",
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url,
        # Every key carries the schema: a partner can't meet another's entry.
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    }
}
LAKE_URI = ENV.lake_uri
LAKE_ENGINE = ENV.lake_engine

# --- People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["tenants.authentication.HostBackend", "tenants.authentication.SupportBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_ENGINE = "tenants.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.secure
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Proxies whose word about a visitor's address is believed; without any it is the address of the connection.
TRUSTED_PROXIES = ENV.trusted_proxies
# Account managers give a second factor before they see the admin.
STAFF_MFA = not (DEBUG or DEMO)

# --- Second factor and passkeys: allauth's machinery behind our own pages ------------------------------
ACCOUNT_ADAPTER = "tenants.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is confirmed before it may sign in: tenants.services.accounts
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    # Codes of one person, over all hosts together (tenants.forms_mfa).
    "login_failed": "5/5m/key,30/d/key",
    "reauthenticate": "30/5m/user",
}
MFA_ADAPTER = "tenants.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # phones' clocks are off by some seconds
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
# Browsers call plain http safe on localhost alone; the tests' hosts have other names.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
ACCOUNT_FORMS = {"reauthenticate": "tenants.forms_mfa.AgainByPasswordForm"}
MFA_FORMS = {
    "authenticate": "tenants.forms_mfa.CodeForm",
    "reauthenticate": "tenants.forms_mfa.AgainByCodeForm",
    "activate_totp": "tenants.forms_mfa.TotpForm",
    "authenticate_webauthn": "tenants.forms_mfa.PasskeyForm",
    "reauthenticate_webauthn": "tenants.forms_mfa.AgainByPasskeyForm",
    "login_webauthn": "tenants.forms_mfa.PasskeySignInForm",
    "add_webauthn": "tenants.forms_mfa.PasskeyAddForm",
    "edit_webauthn": "tenants.forms_mfa.PasskeyNameForm",
}

# --- Languages and time: stored in UTC, shown in the partner's zone -----------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]  # each in its own words
LOCALE_PATHS = [ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Moscow"
# With it {{ 2026 }} would print "2 026"; numbers go through ui.numbers instead.
USE_THOUSAND_SEPARATOR = False

# --- Files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = Path(VAR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR / "files"

# --- Payments: nothing can be paid without a key -------------------------------------------------------
STRIPE_SECRET_KEY = ENV.stripe_secret_key
STRIPE_WEBHOOK_SECRET = ENV.stripe_webhook_secret
STRIPE_API_BASE = ENV.stripe_api_base
STRIPE_RETRIES = 2  # of one request; each carries a key, so that it acts once
# Where a form that opens a workspace is redirected to: browsers hold `form-action` against that too.
WORKSPACES = [f"{SCHEME}://{BASE_DOMAIN}", f"{SCHEME}://*.{BASE_DOMAIN}"]

# --- What a browser may do -----------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *WORKSPACES],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_SSL_REDIRECT = ENV.secure
SECURE_HSTS_SECONDS = 31_536_000 if ENV.secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# --- E-mail --------------------------------------------------------------------------------------------
EMAIL_BACKEND, EMAIL_OPTIONS = email_settings(ENV.email_url)
globals().update(EMAIL_OPTIONS)
DEFAULT_FROM_EMAIL = f"no-reply@{BASE_HOST}"

# --- Celery: rows, not results, tell what happened; one task at a time per process ------------------------
CELERY_BROKER_URL = (
    f"redis+socket://{ENV.redis_url.removeprefix('unix://')}" if ENV.redis_url.startswith("unix://") else ENV.redis_url
)
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 6 * 3600}  # longer than the longest task
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # every task here is claimed by a row, so a second start changes nothing
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "small"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- What may be told about others: thresholds that nobody is shown, and what the bank has switched off ------
DISCLOSURE_RULES = ENV.disclosure_rules
DISCLOSURE_TOO_CLOSE = partial(too_close, rules=DISCLOSURE_RULES)
DISCLOSURE_OFF = ENV.disclosure_off

# --- API -------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.problem_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # ?format= is an unknown parameter like any other
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Merchant analytics",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["api.schema.hooks.shared_answers"],
}
