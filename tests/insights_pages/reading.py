"""A page as its reader sees it."""

import html
import re
from typing import Any


def text_of(response: Any) -> str:
    """Return the text between the tags, every space a plain one."""
    text = re.sub(r"<(script|svg|title)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def plain(text: str) -> str:
    """Return a written number or date as `text_of` shows it."""
    return re.sub(r"\s+", " ", text)
