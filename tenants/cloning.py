"""Copies a schema: every table with its columns, rows, keys, indexes and checks, under the same names.

PostgreSQL's own `LIKE` renames indexes, and a later migration would look for them in vain; so tables are made
with `LIKE` and the rest with the definitions that the catalogue prints. What it can't copy, it refuses.
"""

from typing import Any, Final

from django.db import connection, transaction
from django_tenants.utils import quote_schema_name

from tenants.errors import ProvisioningFailed

STRANGERS: Final = """
SELECT 'relation ' || c.relname FROM pg_class c
WHERE c.relnamespace = %(schema)s::regnamespace AND (c.relkind NOT IN ('r', 'i', 'S', 't')
  OR c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i'))
UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
UNION ALL SELECT 'trigger ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = %(schema)s::regnamespace AND NOT t.tgisinternal
"""

TABLES: Final = """
SELECT c.relname,
  (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
  (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attidentity <> '' AND NOT a.attisdropped)
FROM pg_class c WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""

KEYS: Final = """
SELECT r.relname, c.conname, pg_get_constraintdef(c.oid), c.contype = 'f' FROM pg_constraint c
JOIN pg_class r ON r.oid = c.conrelid
WHERE c.connamespace = %(schema)s::regnamespace AND c.contype IN ('p', 'u', 'x', 'f')
ORDER BY r.relname, c.conname
"""

INDEXES: Final = """
SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = %(schema)s::regnamespace
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY c.relname
"""


def schema_clone(source: str, target: str) -> None:
    """Make `target` as a copy of `source`, wholly or not at all.

    Raises
    ------
    ProvisioningFailed
        When the source holds a kind of object that would be lost.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        old, new = quote_schema_name(source), quote_schema_name(target)
        # Definitions are printed without a schema for what the path reaches: here the source, below the target.
        cursor.execute(f"SET LOCAL search_path = {old}, public")
        if strangers := _rows(cursor, STRANGERS, old):
            raise ProvisioningFailed(
                f"{source} holds what can't be copied: {', '.join(name for (name,) in strangers)}."
            )
        tables, keys, indexes = (_rows(cursor, query, old) for query in (TABLES, KEYS, INDEXES))
        script = [f"CREATE SCHEMA {new}", f"SET LOCAL search_path = {new}, public"]
        for row in tables:
            script += _table(cursor, (old, new), row)
        foreign, own = _split(keys)
        script += _keys(new, own)
        script += [text.replace(f" ON {source}.", f" ON {new}.", 1) for (text,) in indexes]
        script += _keys(new, foreign)
        cursor.execute(";\n".join(script))


def _table(cursor: Any, schemas: tuple[str, str], row: tuple[Any, ...]) -> list[str]:
    table, columns, identity = row
    old, new = (f'{schema}."{table}"' for schema in schemas)
    script = [f"CREATE TABLE {new} (LIKE {old} INCLUDING ALL EXCLUDING INDEXES)"]
    # Every name below was printed by the catalogue.
    cursor.execute(f"SELECT EXISTS (SELECT FROM {old})")  # noqa: S608
    if not cursor.fetchone()[0]:
        return script
    script.append(f"INSERT INTO {new} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {old}")  # noqa: S608
    if identity:
        sequence = f"pg_get_serial_sequence('{new}', '{identity}')"
        script.append(f'SELECT setval({sequence}, max("{identity}")) FROM {new}')  # noqa: S608
    return script


def _split(keys: list[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Foreign keys, which need the others to be there, and the others."""
    return [key for key in keys if key[3]], [key for key in keys if not key[3]]


def _keys(new: str, keys: list[tuple[Any, ...]]) -> list[str]:
    return [f'ALTER TABLE {new}."{table}" ADD CONSTRAINT "{name}" {text}' for table, name, text, _foreign in keys]


def _rows(cursor: Any, query: str, schema: str) -> list[tuple[Any, ...]]:
    cursor.execute(query, {"schema": schema})
    return list(cursor.fetchall())
