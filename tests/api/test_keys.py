"""What a key looks like and what is kept of it."""

from hypothesis import given
from hypothesis import strategies as st

from api.keys import key_generate, key_hash, key_matches, key_prefix


def test_a_key_has_its_form_and_is_never_the_same() -> None:
    made = [key_generate() for _ in range(200)]
    assert len({text for _, text in made}) == len({prefix for prefix, _ in made}) == 200
    for prefix, text in made:
        assert key_prefix(text) == prefix
        assert text.startswith(f"dk_{prefix}_")
        assert key_matches(text, key_hash(text))
        assert not key_matches(text[:-1] + ("a" if text[-1] != "a" else "b"), key_hash(text))


@given(st.text())
def test_no_other_text_is_a_key(text: str) -> None:
    assert key_prefix(text) is None
