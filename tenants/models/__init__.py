"""Rows of the public schema about partners and people."""

from tenants.models.audit import AuditEntry
from tenants.models.claim import Claim
from tenants.models.disclosure import PeerCensus, PeerChoice, PeerSet, PeerTry, Release, Sharing
from tenants.models.entry import EntryLink
from tenants.models.erasure import ErasureCertificate
from tenants.models.membership import Invitation, Membership, Role
from tenants.models.note import Note
from tenants.models.partner import Domain, Partner
from tenants.models.session import Session
from tenants.models.user import User

__all__ = [
    "AuditEntry",
    "Claim",
    "Domain",
    "EntryLink",
    "ErasureCertificate",
    "Invitation",
    "Membership",
    "Note",
    "Partner",
    "PeerCensus",
    "PeerChoice",
    "PeerSet",
    "PeerTry",
    "Release",
    "Role",
    "Session",
    "Sharing",
    "User",
]
