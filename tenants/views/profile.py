"""A person's own settings."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tenants.access import member_of, people_only
from tenants.forms import PasswordForm, ProfileForm
from tenants.services import profile_change
from tenants.throttle import TooManyAttempts, attempt_count
from tenants.views.sign_in import too_many


@people_only
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change name, language and look."""
    user = member_of(request).user
    initial = {"full_name": user.full_name, "language": user.language, "theme": user.theme}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        profile_change(user=user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Your settings are saved."))
        answer = redirect("profile")
        # A look or language chosen for this browser alone must not hide what was chosen here.
        answer.delete_cookie("theme")
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return answer
    return _page(request, form, PasswordForm(user), 422 if form.errors else 200)


@sensitive_post_parameters()
@people_only
@require_POST
def password_change(request: HttpRequest) -> HttpResponse:
    """Change the own password; other sessions end, this one stays."""
    user = member_of(request).user
    form = PasswordForm(user, request.POST)
    try:
        attempt_count(email=user.email, address=request.META.get("REMOTE_ADDR", ""), action="password")
    except TooManyAttempts:
        return too_many(request)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        messages.success(request, _("The new password is set."))
        return redirect("profile")
    initial = {"full_name": user.full_name, "language": user.language, "theme": user.theme}
    return _page(request, ProfileForm(initial=initial), form, 422)


def _page(request: HttpRequest, form: ProfileForm, password: PasswordForm, status: int) -> HttpResponse:
    return render(request, "tenants/profile.html", {"form": form, "password": password}, status=status)
