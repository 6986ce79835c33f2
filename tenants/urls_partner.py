"""People on a partner's host: members sign in, join, see the team and their own settings."""

from django.urls import URLPattern, URLResolver, include, path

from tenants.support import own_only
from tenants.views import entry, invitation, log, profile, team

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.urls_people")),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("settings/team/", team.team, name="team"),
    path("settings/team/invite/", team.team_invite, name="team-invite"),
    path("settings/team/invitations/<uuid:key>/revoke/", team.team_revoke, name="team-revoke"),
    path("settings/team/<uuid:key>/role/", team.team_role, name="team-role"),
    path("settings/team/<uuid:key>/remove/", team.team_remove, name="team-remove"),
    path("settings/profile/", own_only(profile.profile), name="profile"),
    path("settings/log/", log.log, name="access-log"),
    path("enter/<str:token>/", entry.enter, name="enter"),
]
