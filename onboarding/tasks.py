"""Work for the workers: thin, claimed by rows, safe to lose and to repeat."""

import structlog
from celery import shared_task

from lake.contract import LakeError
from onboarding import pictures

log = structlog.get_logger(__name__)


@shared_task(name="onboarding.workspace_prepare")
def workspace_prepare(sign_up: str) -> None:
    """Open the workspace of a sign-up."""
    from onboarding.services import workspace  # noqa: PLC0415  it sends tasks itself

    log.info("workspace", sign_up=sign_up, state=workspace.workspace_prepare(sign_up=sign_up))
    workspace.bank_ask(sign_up=sign_up)


@shared_task(name="onboarding.workspaces_resume")
def workspaces_resume() -> None:
    """Take up the sign-ups whose worker died or failed."""
    from onboarding.services.workspace import workspaces_waiting  # noqa: PLC0415  as above

    for sign_up in workspaces_waiting():
        workspace_prepare.apply_async((sign_up,), expires=60)


@shared_task(name="onboarding.claim_code_deliver", autoretry_for=(OSError,), retry_backoff=5, max_retries=5)
def claim_code_deliver(claim: str) -> None:
    """Make and send the code of a claim."""
    from onboarding.services.first_steps import claim_code_deliver as deliver  # noqa: PLC0415  as above

    log.info("code of a claim", claim=claim, sent=deliver(claim=claim))


@shared_task(name="onboarding.pictures_refresh")
def pictures_refresh() -> None:
    """Draw the segments anew when the lake has changed."""
    try:
        pictures.pictures_refresh()
    except LakeError as error:
        log.info("no pictures of segments", reason=str(error))


@shared_task(name="onboarding.sign_ups_forget")
def sign_ups_forget() -> None:
    """Remove what was begun and never confirmed."""
    from onboarding.services.forgetting import sign_ups_forget as forget  # noqa: PLC0415  as above

    log.info("sign-ups forgotten", count=forget())
