"""Thrift's compact protocol, in which a Parquet file says what it holds.

A struct is a dict from the numbers of its fields to (type, value), so that fields nobody looks at
are written as they were read. Values are int, bytes, bool, List or such a dict.
"""

from __future__ import annotations

from typing import Any, NamedTuple

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
DEEPEST = 32

Fields = dict[int, tuple[int, Any]]


class ThriftError(ValueError):
    """The bytes are not Thrift, or hold what Parquet does not use."""


class List(NamedTuple):
    """Values of one type."""

    type: int
    values: list[Any]


def read_struct(data: bytes, at: int = 0) -> tuple[Fields, int]:
    """The struct that begins at an offset, and the offset behind it. Raises ThriftError."""
    try:
        return _struct(data, at, 0)
    except IndexError:
        raise ThriftError("the bytes end too early") from None


def struct_bytes(fields: Fields) -> bytes:
    """A struct as bytes, its fields in the order of their numbers."""
    out = bytearray()
    _put_struct(out, fields)
    return bytes(out)


def _struct(data: bytes, at: int, depth: int) -> tuple[Fields, int]:
    if depth > DEEPEST:
        raise ThriftError("nested too deep")
    fields: Fields = {}
    number = 0
    while head := data[at]:
        at += 1
        type = head & 15
        if step := head >> 4:
            number += step
        else:
            number, at = _signed(data, at)
        if type <= FALSE:
            fields[number] = TRUE, type == TRUE
        else:
            value, at = _value(data, at, type, depth)
            fields[number] = type, value
    return fields, at + 1


def _value(data: bytes, at: int, type: int, depth: int) -> tuple[Any, int]:
    if I16 <= type <= I64:
        return _signed(data, at)
    if type == BINARY:
        size, at = _unsigned(data, at)
        if at + size > len(data):
            raise ThriftError("the bytes end too early")
        return data[at : at + size], at + size
    if type == STRUCT:
        return _struct(data, at, depth + 1)
    if type == LIST:
        return _list(data, at, depth + 1)
    if type in (BYTE, TRUE, FALSE):
        return data[at], at + 1
    if type == DOUBLE and at + 8 <= len(data):
        return data[at : at + 8], at + 8
    raise ThriftError(f"a field of type {type}")


def _list(data: bytes, at: int, depth: int) -> tuple[List, int]:
    head = data[at]
    type, size, at = head & 15, head >> 4, at + 1
    if size == 15:
        size, at = _unsigned(data, at)
    if size > len(data) - at:
        raise ThriftError("a list of more values than there are bytes")
    if depth > DEEPEST:
        raise ThriftError("nested too deep")
    values = []
    for _ in range(size):
        value, at = _value(data, at, type, depth)
        values.append(value)
    return List(type, values), at


def _unsigned(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while (byte := data[at]) > 127:
        value |= (byte & 127) << shift
        shift, at = shift + 7, at + 1
        if shift > 63:
            raise ThriftError("a number that is too large")
    return value | byte << shift, at + 1


def _signed(data: bytes, at: int) -> tuple[int, int]:
    value, at = _unsigned(data, at)
    return (value >> 1) ^ -(value & 1), at


def _put_struct(out: bytearray, fields: Fields) -> None:
    last = 0
    for number in sorted(fields):
        type, value = fields[number]
        if type == TRUE:
            type = TRUE if value else FALSE
        step = number - last
        out.append((step << 4 if 0 < step < 16 else 0) | type)
        if not 0 < step < 16:
            _put_signed(out, number)
        last = number
        if type > FALSE:
            _put(out, type, value)
    out.append(0)


def _put(out: bytearray, type: int, value: Any) -> None:
    if I16 <= type <= I64:
        _put_signed(out, value)
    elif type == BINARY:
        _put_unsigned(out, len(value))
        out += value
    elif type == STRUCT:
        _put_struct(out, value)
    elif type == LIST:
        size = len(value.values)
        out.append(min(size, 15) << 4 | value.type)
        if size >= 15:
            _put_unsigned(out, size)
        for each in value.values:
            _put(out, value.type, each)
    elif type == DOUBLE:
        out += value
    else:
        out.append(value)


def _put_unsigned(out: bytearray, value: int) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def _put_signed(out: bytearray, value: int) -> None:
    _put_unsigned(out, value << 1 if value >= 0 else (-value << 1) - 1)
