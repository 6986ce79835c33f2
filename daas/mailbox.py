"""Letters that the demo would have sent, on a page: nothing leaves the machine."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """One sent e-mail as its reader sees it."""

    sent_at: datetime
    to: str
    subject: str
    text: str


def letters(folder: Path) -> list[Letter]:
    """Return the newest letters that Django's file backend left in `folder`."""
    found = []
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:SHOWN]:
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        # The backend ends each message of a file with a line of 79 dashes.
        for raw in path.read_bytes().split(b"-" * 79):
            if raw.strip():
                found.append(_letter(raw.lstrip(), at))
    return found


def _letter(raw: bytes, at: datetime) -> Letter:
    message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain", "html"))
    return Letter(at, str(message["To"]), str(message["Subject"]), body.get_content().strip() if body else "")


def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the letters; there is no such page outside the demo."""
    folder = settings.EMAIL_OPTIONS.get("EMAIL_FILE_PATH")
    if not settings.DEMO or not folder:
        raise Http404
    return render(request, "mailbox.html", {"letters": letters(Path(folder))})
