"""Where the provider tells of events: prove, keep, answer; the work is done later."""

from typing import Final

import structlog
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.gateway import gateway
from billing.gateway.interface import GatewayMissing, SignatureWrong
from billing.inbox import event_store
from billing.tasks import event_work

log = structlog.get_logger(__name__)
LONGEST_BODY: Final = 256 * 1024


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Keep a proven event under its id and answer; the sender repeats what gets no 200."""
    body = request.read(LONGEST_BODY + 1)
    if len(body) > LONGEST_BODY:
        return _answer("The body is too long.", 413)
    try:
        hint = gateway().event_read(body=body, signature=request.headers.get("Stripe-Signature", ""))
    except SignatureWrong as refusal:
        log.warning("webhook refused", reason=str(refusal))
        return _answer("The signature is wrong.", 400)
    except GatewayMissing:
        return _answer("Payments are not set up here.", 503)
    if event_store(hint):
        # A queue that is down loses nothing: the sweep finds the row.
        transaction.on_commit(lambda: event_work.delay(hint.id), robust=True)
    return _answer("ok", 200)


def _answer(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
