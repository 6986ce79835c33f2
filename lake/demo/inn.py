"""Russian taxpayer numbers whose check digits are right."""

from typing import Final

_TEN: Final = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVEN: Final = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_TWELVE: Final = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def inn_complete(digits: str) -> str:
    """Append the check digits to a number without them.

    Parameters
    ----------
    digits : str
        9 digits for a legal entity, 10 for a sole proprietor.

    Returns
    -------
    str
        10 or 12 digits.

    Raises
    ------
    ValueError
        For any other length.

    Examples
    --------
    >>> inn_complete("770708389")
    '7707083893'
    """
    if len(digits) == 9:
        return digits + _check(digits, _TEN)
    if len(digits) == 10:
        eleven = digits + _check(digits, _ELEVEN)
        return eleven + _check(eleven, _TWELVE)
    raise ValueError("An INN has 9 digits before its check digit, or 10 before its two.")


def inn_valid(inn: str) -> bool:
    """Say whether the length and the check digits of a number are right."""
    bare = {10: 9, 12: 10}.get(len(inn))
    return bare is not None and inn.isdigit() and inn_complete(inn[:bare]) == inn


def _check(digits: str, weights: tuple[int, ...]) -> str:
    return str(sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10)
