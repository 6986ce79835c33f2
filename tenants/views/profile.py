"""A person's own settings."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.access import member_of, people_only
from tenants.forms import ProfileForm
from tenants.services import profile_change


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
    return render(request, "tenants/profile.html", {"form": form}, status=422 if form.errors else 200)
