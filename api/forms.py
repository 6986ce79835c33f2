"""What is typed on the page of keys."""

from django import forms
from django.utils.translation import gettext_lazy as _

from api.models import Scope


class KeyForm(forms.Form):
    """A new key."""

    name = forms.CharField(
        label=_("Name of the key"),
        help_text=_("What will use it, such as “1C” or “website”. You see the name in this list only."),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        initial=Scope.READ,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class RevokeForm(forms.Form):
    """The name of the key, typed again."""

    name = forms.CharField(
        label=_("Type the name of the key"),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: object, expected: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.expected = expected

    def clean_name(self) -> str:
        """Refuse another name: a key is not revoked by a slip."""
        name = str(self.cleaned_data["name"])
        if " ".join(name.split()) != self.expected:
            raise forms.ValidationError(_("This is not the name of the key. Type it as it is shown."))
        return name
