"""People make an account of their own, and prove that its e-mail address is theirs.

Until then nobody signs in with it. The link of the letter is opened in the browser that signed up, or with the
password chosen there: whoever types a stranger's address can't have the stranger confirm it for them.
"""

from dataclasses import dataclass
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tenants.addresses import public_address
from tenants.errors import Refused
from tenants.mail import letter_send
from tenants.models import User
from tenants.models.user import email_normal

SALT: Final = "tenants.email-confirm"
REMEMBERED: Final = "signed_up"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A link that can still be used."""

    user: User
    address_key: int


def account_create(*, email: str, password: str, language: str) -> User | None:
    """Make an account whose address is not confirmed yet; None where the address has one already.

    The page answers both alike. Whoever has the account gets a letter that says so. An address that was never
    confirmed is nobody's yet: it takes the newest password, and letters to an older one lose their force.

    Raises
    ------
    Refused
        For a malformed address or a weak password; it names the field.
    """
    email = email_normal(email)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Give an e-mail address, like name@company.ru."), field="email") from error
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    with transaction.atomic():
        known = User.objects.select_for_update().filter(email=email).first()
        if known is not None and email_confirmed(known):
            User().set_password(password)  # as long as making one
            _letter_known(known)
            return None
        user = known or User(email=email)
        user.language = language if language in User.Language.values else User.Language.RU
        user.set_password(password)
        try:
            with transaction.atomic():
                user.save()
                EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
        except IntegrityError as error:  # the same person, twice at the same moment
            raise Refused(_("This form was sent a moment ago already. Look into your mail."), field="email") from error
    return user


def email_confirmed(user: User) -> bool:
    """Say whether the person's address is proven. Those invited by a letter, or by the bank, never had to."""
    return not EmailAddress.objects.filter(user=user, verified=False).exists()


def email_confirm_send(*, user: User, next: str = "/workspaces/", request: HttpRequest | None = None) -> None:
    """Write the letter with the link: once, three days, then on to `next` of the public host.

    With the request of the sign-up its browser is remembered, and the link needs no password there.
    """
    address = EmailAddress.objects.filter(user=user, verified=False).first()
    if address is None:
        return
    if request is not None:
        request.session[REMEMBERED] = _mark(user)
    token = signing.dumps([address.pk, _mark(user)], salt=SALT)
    path = reverse("email-confirm", settings.PUBLIC_SCHEMA_URLCONF, args=[token])
    letter_send(
        name="confirm",
        to=user.email,
        language=user.language,
        context={
            "link": public_address(f"{path}?{urlencode({'next': next})}"),
            "days": settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS,
        },
    )


def confirmation_open(token: str) -> Confirmation | None:
    """Return the confirmation of a link that can still be used."""
    try:
        key, mark = signing.loads(token, salt=SALT, max_age=settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS * 86_400)
    except (signing.BadSignature, ValueError):
        return None
    address = EmailAddress.objects.select_related("user").filter(pk=key, verified=False).first()
    if address is None or not address.user.is_active or not constant_time_compare(_mark(address.user), mark):
        return None
    return Confirmation(address.user, address.pk)


def same_browser(request: HttpRequest, user: User) -> bool:
    """Say whether this browser is the one that signed up, with the password that still holds."""
    return constant_time_compare(str(request.session.get(REMEMBERED, "")), _mark(user))


def email_confirm(confirmation: Confirmation) -> bool:
    """Confirm; False when another click was faster."""
    return bool(EmailAddress.objects.filter(pk=confirmation.address_key, verified=False).update(verified=True))


def email_proven(user: User) -> None:
    """Take the address as confirmed: its owner has just used a letter of ours."""
    EmailAddress.objects.filter(user=user, email=user.email, verified=False).update(verified=True)


def _mark(user: User) -> str:
    return f"{user.pk}:{salted_hmac(SALT, user.password).hexdigest()[:32]}"


def _letter_known(user: User) -> None:
    letter_send(
        name="account_exists",
        to=user.email,
        language=user.language,
        context={
            "sign_in": public_address(reverse("sign-in", settings.PUBLIC_SCHEMA_URLCONF)),
            "reset": public_address(reverse("password-reset", settings.PUBLIC_SCHEMA_URLCONF)),
        },
    )
