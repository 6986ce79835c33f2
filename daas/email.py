"""E-mail by address: `smtp://user:password@host:587`, `file:///folder`, `console:`."""

from typing import Any
from urllib.parse import unquote, urlsplit

from daas.env import EnvironmentProblem


def email_settings(url: str) -> tuple[str, dict[str, Any]]:
    """Return Django's backend and its settings for an EMAIL_URL."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return "django.core.mail.backends.console.EmailBackend", {}
    if parts.scheme == "file":
        return "django.core.mail.backends.filebased.EmailBackend", {"EMAIL_FILE_PATH": parts.path}
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return "django.core.mail.backends.smtp.EmailBackend", {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.port != 25,
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }
    raise EnvironmentProblem("EMAIL_URL must start with smtp://, smtps://, file:// or console:.")
