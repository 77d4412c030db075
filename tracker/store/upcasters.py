"""How a payload of an older schema is read today. A stored event is never rewritten; it is upcast at every read.

An upcaster takes the payload of (type, version) as a dictionary and returns that of version + 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tracker.model.errors import DatabaseError
from tracker.model.events import EVENT_TYPES, Event

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""Empty as long as every event type is at its first version."""

_DECODERS = {name: msgspec.json.Decoder(cls) for name, cls in EVENT_TYPES.items()}


def decode(
    type_name: str, schema_version: int, payload: str, upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS
) -> Event:
    """The event in today's shape; raises `DatabaseError` where the program is too old, or the payload fits nothing."""
    cls, what = EVENT_TYPES.get(type_name), f"{type_name} version {schema_version}"
    if cls is None or schema_version > cls.schema_version:
        raise DatabaseError(f"the log holds {what}, which this program does not know: upgrade tracker")
    try:
        if schema_version == cls.schema_version:
            return _DECODERS[type_name].decode(payload)
        fields = msgspec.json.decode(payload, type=dict[str, Any])
        for version in range(schema_version, cls.schema_version):
            if (type_name, version) not in upcasters:
                raise DatabaseError(f"the log holds {what}, and no upcaster leads from version {version} on")
            fields = upcasters[type_name, version](fields)
        return msgspec.convert(fields, cls)
    except (msgspec.MsgspecError, ValueError, LookupError) as error:
        raise DatabaseError(f"{what} in the log cannot be read ({error!r}): run `tracker verify`") from error
