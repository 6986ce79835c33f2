"""Names for customers that no two partners can join."""

import hmac
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: nothing is mistaken for another."""
LENGTH: Final = 12
BITS: Final = 5 * LENGTH
GROUP: Final = 4
Numbers = NDArray[np.int64]


def pseudonym(secret: bytes, partner: str, customer_id: str) -> str:
    """Return the name that one partner sees for a customer, other for each partner: ``7K3M-9QTB-04XW``."""
    return pseudonym_text(int(pseudonyms(secret, partner, [customer_id])[0]))


def pseudonyms(secret: bytes, partner: str, customers: Sequence[str]) -> Numbers:
    """Return a number for each of a partner's customers, no two alike; `pseudonym_text` writes it.

    The same customer has the same number each time. Should two meet at one number (among a million customers once in
    two million partners), the later of them by the bank's identifier is hashed anew.

    Parameters
    ----------
    secret : bytes
        Of the bank; without it nobody can tell which customer a name belongs to.
    partner : str
        Whose customers: another partner's numbers have nothing in common with these.
    customers : sequence of str
        The bank's identifiers, each once.

    Returns
    -------
    int64 array of shape (customers,)
        From 0 up to below 2⁶⁰.
    """
    numbers, attempt = _hashed(secret, partner, customers), 0
    while len(doubles := _doubles(numbers, customers)):
        attempt += 1
        numbers[doubles] = _hashed(secret, f"{attempt}:{partner}", [customers[place] for place in doubles])
    return numbers


def pseudonym_text(number: int) -> str:
    """Write a number as people read it."""
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def pseudonym_number(text: str) -> int | None:
    """Read what `pseudonym_text` wrote, in small letters and without dashes too; None for anything else."""
    letters = text.replace("-", "").upper()
    if len(letters) != LENGTH or not set(letters) <= set(LETTERS):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    return number


def _hashed(secret: bytes, partner: str, customers: Sequence[str]) -> Numbers:
    # Length first, so that no other pair of partner and customer reads the same.
    salt = f"{len(partner)}:{partner}:".encode()
    digests = b"".join(hmac.digest(secret, salt + customer.encode(), "sha256")[:8] for customer in customers)
    return (np.frombuffer(digests, ">u8").astype(np.uint64) >> np.uint64(64 - BITS)).astype(np.int64)


def _doubles(numbers: Numbers, customers: Sequence[str]) -> list[int]:
    """Return the places of those whose number belongs to an earlier one by identifier."""
    kept = np.sort(numbers)
    alike = kept[1:][np.diff(kept) == 0]
    if not len(alike):
        return []
    places = np.flatnonzero(np.isin(numbers, alike)).tolist()
    places.sort(key=lambda place: (numbers[place], customers[place]))
    return [place for before, place in pairwise(places) if numbers[before] == numbers[place]]
