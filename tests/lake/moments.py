"""Payments at moments where days and hours are easily cut wrong, for laws about the marts."""

from datetime import datetime
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.lake.lakes import Payment, at

ZONES = [None, "", "Europe/Kaliningrad", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Kamchatka", "America/New_York"]
EDGES = [
    "2011-03-26 23:30:00",  # Moscow goes from +3 to +4 for good
    "2014-10-25 21:59:59",  # and back to +3
    "2014-10-25 22:00:00",
    "2024-02-29 20:59:59.999999",
    "2024-02-29 21:00:00",
    "2024-02-29 21:10:00",
    "2024-03-31 20:59:00",
    "2024-03-10 06:59:59",  # New York's spring
    "2024-03-10 07:00:00",
    "2023-12-31 23:59:59.999999",
]
moments = st.one_of(
    st.sampled_from([datetime.fromisoformat(edge) for edge in EDGES]),
    st.datetimes(at("2011-03-25 00:00", "UTC"), at("2011-04-02 00:00", "UTC")),
    st.datetimes(at("2014-10-24 00:00", "UTC"), at("2014-11-02 00:00", "UTC")),
    st.datetimes(at("2024-02-27 00:00", "UTC"), at("2024-04-02 00:00", "UTC")),
)
payments = st.lists(
    st.builds(
        Payment,
        ts=moments,
        merchant_id=st.sampled_from(["a1", "a2", "b1"]),
        customer_id=st.sampled_from(["c1", "c2", "c3"]),
        amount=st.decimals(0, Decimal("999999999999.99"), places=2),
        kind=st.sampled_from(["purchase", "purchase", "refund"]),
        channel=st.sampled_from(["pos", "online"]),
    ),
    min_size=1,
    max_size=25,
)
quickly = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
