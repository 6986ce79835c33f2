"""HTML made of calls: whatever is not markup already is escaped."""

from html import escape

VOID = frozenset({"input", "link", "meta", "br", "hr"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | None


def el(tag: str, /, *children: Child, **attributes: str | bool | int | None) -> Markup:
    """Make an element. ``class_`` and ``for_`` lose the underscore, others turn it into a hyphen.

    An attribute that is ``True`` stands alone, one that is ``None`` or ``False`` is left out.
    """
    opened = "".join([f"<{tag}", *(_attribute(key, value) for key, value in attributes.items()), ">"])
    return Markup(opened if tag in VOID else f"{opened}{join(*children)}</{tag}>")


def join(*children: Child) -> Markup:
    """Put pieces one after another; ``None`` is nothing."""
    return Markup("".join(each if isinstance(each, Markup) else escape(each) for each in children if each is not None))


def _attribute(key: str, value: str | bool | int | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
