"""The access log: who did what at a partner, for its owners."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tenants.access import owners_only, partner_of
from tenants.log import log_lines, log_people, log_rows

SHOWN = 50


@owners_only
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show the records, the newest first, of everybody or of one."""
    partner = partner_of(request)
    people = log_people(partner)
    who = request.GET.get("who", "")
    if who not in {key for key, _words in people}:
        who = ""
    rows = log_rows(partner, who=who)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    select = {"name": "who", "label": _("Who"), "value": who, "options": [("", _("Everybody")), *people]}
    context = {
        "page": page,
        "lines": log_lines(page.object_list),
        "selects": [select],
        "query": urlencode({"who": who}) if who else "",
        "filtered": bool(who),
    }
    return render(request, "tenants/log.html", context)
