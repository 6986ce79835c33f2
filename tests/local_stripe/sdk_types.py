"""The pinned SDK's typed objects, read from its own source: which fields, of which types, a class has."""

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import stripe

ROOT = Path(stripe.__file__).parent


@dataclass(frozen=True)
class Class:
    """One class of the SDK: its fields' annotations and where their names are looked up."""

    name: str
    module: str
    outer: "Class | None" = None
    fields: dict[str, ast.expr] = field(default_factory=dict)
    inner: dict[str, "Class"] = field(default_factory=dict)

    def look_up(self, name: str) -> "Class | None":
        """Return the class that an annotation of this one names."""
        here: Class | None = self
        while here is not None:
            if name in here.inner:
                return here.inner[name]
            here = here.outer
        return class_named(self.module, name)


@cache
def _tree(module: str) -> ast.Module:
    path = ROOT.joinpath(*module.split(".")[1:])
    file = path.with_suffix(".py")
    return ast.parse((file if file.exists() else path / "__init__.py").read_text())


def _class(node: ast.ClassDef, module: str, outer: Class | None) -> Class:
    made = Class(node.name, module, outer)
    for one in node.body:
        if isinstance(one, ast.ClassDef):
            made.inner[one.name] = _class(one, module, made)
        elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            text = ast.unparse(one.annotation)
            if not text.startswith("ClassVar") and not one.target.id.startswith("_"):
                made.fields[one.target.id] = one.annotation
    return made


@cache
def class_named(module: str, name: str) -> Class | None:
    """Return a class by its name in a module, through the module's imports."""
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ClassDef) and node.name == name and node in _tree(module).body:
            return _class(node, module, None)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("stripe"):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return class_named(node.module, alias.name)
    return None


@cache
def class_of_object(name: str) -> Class | None:
    """Return the class of an `object` value: `checkout.session` → checkout.Session."""
    from stripe._object_classes import OBJECT_CLASSES

    target = OBJECT_CLASSES.get(name)
    return class_named(target[0], target[1]) if target else None
