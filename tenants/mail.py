"""Letters: a subject, plain text and HTML, in the reader's language; a worker delivers them."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from tenants.addresses import public_address
from tenants.tasks import letter_deliver


def letter_send(*, name: str, to: str, language: str, context: dict[str, Any]) -> None:
    """Send `templates/email/<name>.*` once the transaction under way is committed."""
    with translation.override(language):
        whole = {**context, "language": language, "home": public_address()}
        subject = " ".join(render_to_string(f"email/{name}.subject.txt", whole).split())
        text = render_to_string(f"email/{name}.txt", whole)
        html = render_to_string(f"email/{name}.html", {**whole, "subject": subject})
    transaction.on_commit(lambda: letter_deliver.delay(to, subject, text, html))
