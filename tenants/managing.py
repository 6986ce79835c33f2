"""Which account manager answers for which partner."""

from tenants.models import Partner, User
from tenants.roles import managed_partners


def manages(user: User, partner: Partner) -> bool:
    """Say whether this person looks after this partner, as the rows say now; heads look after all."""
    fresh = User.objects.filter(pk=user.pk).first()
    return managed_partners(fresh).filter(pk=partner.pk).exists()
