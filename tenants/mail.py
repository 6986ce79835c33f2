"""Letters: a subject, plain text and HTML, in the reader's language."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from tenants.addresses import public_address


def letter_send(*, name: str, to: str, language: str, context: dict[str, Any]) -> None:
    """Send `templates/email/<name>.*` once the transaction under way is committed.

    A mail server that does not answer is logged; what was decided stays decided and the letter can be asked
    for again.
    """
    with translation.override(language):
        whole = {**context, "language": language, "home": public_address()}
        subject = " ".join(render_to_string(f"email/{name}.subject.txt", whole).split())
        message = EmailMultiAlternatives(subject, render_to_string(f"email/{name}.txt", whole), to=[to])
        message.attach_alternative(render_to_string(f"email/{name}.html", whole), "text/html")
    transaction.on_commit(message.send, robust=True)
