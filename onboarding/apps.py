"""The room in Django's register."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """Sign-up and the first steps."""

    name = "onboarding"
