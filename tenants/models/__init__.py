"""Rows of the public schema about partners and people."""

from tenants.models.erasure import ErasureCertificate
from tenants.models.membership import Invitation, Membership, Role
from tenants.models.partner import Domain, Partner
from tenants.models.session import Session
from tenants.models.user import User

__all__ = ["Domain", "ErasureCertificate", "Invitation", "Membership", "Partner", "Role", "Session", "User"]
