"""Forms of this room."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from insights.answers import OutletInfo
from insights.services import ALIAS_LONGEST


class OutletForm(forms.Form):
    """The partner's own name for one outlet."""

    alias = forms.CharField(max_length=ALIAS_LONGEST, required=False)

    def __init__(self, outlet: OutletInfo, data: QueryDict | None = None) -> None:
        super().__init__(data=data, prefix=outlet.id, auto_id=f"outlet-{outlet.position}-%s")
        alias = self.fields["alias"]
        alias.label = _("Your name for it")
        alias.initial = outlet.alias
        alias.widget.attrs["autocomplete"] = "off"
        alias.error_messages["max_length"] = _("Shorten the name to %(most)d characters.") % {"most": ALIAS_LONGEST}
