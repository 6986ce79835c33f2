"""A group described by its reader: which descriptions there are, whom they fit, and what is told of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lake.disclosure import Rules, Tried, try_choice
from lake.peers.own_choice import BadDescription, Band, Company, Description, described

OWN = Company("1", "own", "bakery", "food", "Казань", "Татарстан", 1000, 1200, 10)
KAZAN = Description(kinds=("bakery",), cities=("Казань",))


def other(inn: str, **facts: object) -> Company:
    return replace(OWN, inn=inn, holding=f"h{inn}", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kinds"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["zoo"]}, "kinds"),
        ({"groups": ["bakery"]}, "kinds"),
        ({"kinds": "bakery"}, "kinds"),
        ({"kinds": [None]}, "kinds"),
        ({"kinds": ["bakery"], "cities": [""]}, "places"),
        ({"kinds": ["bakery"], "regions": ["x" * 201]}, "places"),
        ({"kinds": ["bakery"], "size": "huge"}, "size"),
        ({"kinds": ["bakery"], "ticket": None}, "ticket"),
    ],
)
def test_a_bad_description_names_its_field(body, field):
    with pytest.raises(BadDescription) as bad:
        Description.of(body)
    assert bad.value.field == field


def test_the_same_description_has_one_form():
    one = Description.of({"kinds": ["cafe", "bakery", "bakery"], "cities": ["Уфа", "Казань"]})
    same = Description.of({"cities": ["Казань", "Уфа"], "kinds": ["bakery", "cafe"], "size": "any"})
    assert one == same == Description.of(one.body())
    assert one.fingerprint() == same.fingerprint() != replace(one, size=Band.NEAR).fingerprint()
    assert Description.of({"groups": ["food"], "kinds": ["bakery"]}).kinds == (), "a group holds its kinds"


@pytest.mark.parametrize(
    ("facts", "wanted", "fits"),
    [
        ({}, KAZAN, True),
        ({"holding": "own"}, KAZAN, False),
        ({"inn": "gone"}, KAZAN, False),
        ({"kind": "grocery"}, KAZAN, False),
        ({"kind": "grocery"}, replace(KAZAN, groups=("food",)), True),
        ({"city": "Уфа"}, KAZAN, False),
        ({"city": "Уфа"}, replace(KAZAN, regions=("Татарстан",)), True),
        ({"city": "", "region": ""}, Description(kinds=("bakery",)), True),
        ({"net": 500}, replace(KAZAN, size=Band.NEAR), True),
        ({"net": 499}, replace(KAZAN, size=Band.NEAR), False),
        ({"net": 2000}, replace(KAZAN, size=Band.NEAR), True),
        ({"net": 2001}, replace(KAZAN, size=Band.NEAR), False),
        ({"net": -700}, replace(KAZAN, size=Band.NEAR), False),
        ({"gross": 800}, replace(KAZAN, ticket=Band.NEAR), True),
        ({"gross": 799}, replace(KAZAN, ticket=Band.NEAR), False),
        ({"gross": 1800}, replace(KAZAN, ticket=Band.NEAR), True),
        ({"gross": 1801}, replace(KAZAN, ticket=Band.NEAR), False),
    ],
)
def test_whom_a_description_fits(facts, wanted, fits):
    one = replace(other("2"), **facts)
    assert bool(described([OWN, one], "1", "own", wanted, {"gone"})) is fits


def test_who_sells_nothing_has_nobody_near():
    assert described([other("2")], "1", "own", replace(KAZAN, size=Band.NEAR)) == ()
    assert described([replace(OWN, net=0), other("2")], "1", "own", replace(KAZAN, size=Band.NEAR)) == ()


def members(count: int, start: int = 0) -> frozenset[str]:
    return frozenset(f"h{at}" for at in range(start, start + count))


def test_a_group_fits_when_even_its_near_ones_could_be_frozen():
    assert [try_choice(members(count)).fits for count in (0, 5, 10, 14, 15, 40)] == [False] * 4 + [True] * 2
    assert not try_choice(members(29), rules=Rules(chosen_holdings=25)).fits


def test_a_group_nearly_another_that_is_seen_can_not_be_used():
    seen = [members(20)]
    assert [try_choice(members(count), seen).fits for count in (16, 19, 20, 21, 24, 25)] == [
        False, False, True, False, False, True,
    ]  # fmt: skip
    assert try_choice(members(20), [members(20), members(18)]).fits, "one that is seen already tells nothing new"


def test_near_groups_get_one_answer():
    first = try_choice(members(16))
    less = try_choice(members(12), earlier=[first])
    assert (first.fits, less.fits, less.judged) == (True, True, False), "twelve alone would not fit"
    far = try_choice(members(11), earlier=[first, less])
    assert (far.fits, far.judged) == (False, True), "an answer given again is no ground for others"
    between = try_choice(members(14), earlier=[first, far])
    assert not between.fits, "of two answers the one that tells less"


@given(
    groups=st.lists(st.frozensets(st.sampled_from([f"h{at}" for at in range(24)]), min_size=1), max_size=12),
    left_out=st.integers(0, 23),
)
def test_one_business_more_or_less_never_changes_an_answer(groups, left_out):
    earlier: list[Tried] = []
    for group in groups:
        earlier.append(try_choice(group, earlier=earlier))
        again = try_choice(group ^ {f"h{left_out}"}, earlier=earlier)
        assert not (again.judged and earlier[-1].judged), "the second is told what the first was"
        if earlier[-1].judged:
            assert again.fits <= earlier[-1].fits
