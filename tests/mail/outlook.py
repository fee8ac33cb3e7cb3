"""Outlook's .msg files, written for tests: items with properties ([MS-OXMSG]) in a compound file ([MS-CFB])."""

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

Tree = dict[str, "bytes | Tree"]
Value = str | bytes | int | bool | datetime

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_OUTER, _ATTACHED, _PART = 32, 24, 8


def item(
    properties: Mapping[int, Value],
    recipients: Sequence[Mapping[int, Value]] = (),
    attachments: Sequence["Tree"] = (),
    *,
    codec: str = "",
    attached: bool = False,
) -> Tree:
    """An item as a tree of storages. With a `codec` its texts are 8-bit strings in it."""
    tree = _with_properties(properties, _ATTACHED if attached else _OUTER, codec)
    for number, one in enumerate(recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = _with_properties(one, _PART, codec)
    for number, part in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = part
    return tree


def attachment(properties: Mapping[int, Value], inside: Tree | None = None) -> Tree:
    """An attachment; `inside` is the item or the OLE object that it is."""
    tree = _with_properties(properties, _PART, "")
    if inside is not None:
        tree["__substg1.0_3701000D"] = inside
    return tree


def _with_properties(properties: Mapping[int, Value], header: int, codec: str) -> Tree:
    tree: Tree = {}
    entries = [bytes(header)]
    for number, value in properties.items():
        kind, fixed, stream = _value(value, codec)
        entries.append(struct.pack("<HHI8s", kind, number, 6, fixed))
        if stream is not None:
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = stream
    tree["__properties_version1.0"] = b"".join(entries)
    return tree


def _value(value: Value, codec: str) -> tuple[int, bytes, bytes | None]:
    """The property's type, its eight bytes in the list, and its stream where it has one."""
    if isinstance(value, bool):
        return 0x000B, struct.pack("<Q", value), None
    if isinstance(value, int):
        return 0x0003, struct.pack("<Q", value), None
    if isinstance(value, datetime):
        ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        return 0x0040, struct.pack("<Q", ticks), None
    if isinstance(value, bytes):
        return 0x0102, struct.pack("<Q", len(value)), value
    if codec:
        return 0x001E, struct.pack("<Q", len(value)), value.encode(codec)
    return 0x001F, struct.pack("<Q", len(value)), value.encode("utf-16-le")


def compound_file(tree: Tree) -> bytes:
    """A compound file of version 3 with these storages (dicts) and streams (bytes)."""
    entries: list[list[object]] = []
    _flatten("Root Entry", tree, entries)
    small = [one for one in entries if isinstance(one[1], bytes) and len(one[1]) < _CUTOFF]
    mini, mini_fat = b"", []
    starts: dict[int, int] = {}
    for one in small:
        content = one[1]
        assert isinstance(content, bytes)
        count = -(-len(content) // _MINI)
        starts[id(one)] = len(mini_fat) if count else _END
        mini_fat += [len(mini_fat) + at + 1 for at in range(count - 1)] + [_END] * bool(count)
        mini += content.ljust(count * _MINI, b"\0")
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(content: bytes) -> int:
        pieces = [content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR)]
        first = len(sectors) if pieces else _END
        fat.extend(len(sectors) + at + 1 for at in range(len(pieces) - 1))
        fat.extend([_END] * bool(pieces))
        sectors.extend(pieces)
        return first

    for one in entries:
        if isinstance(one[1], bytes) and len(one[1]) >= _CUTOFF:
            starts[id(one)] = put(one[1])
    mini_start = put(mini)
    mini_fat_start = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(-(-len(mini_fat) // 128) * 512, b"\xff"))
    directory = b"".join(_entry(one, starts.get(id(one), 0), (mini_start, len(mini))) for one in entries)
    directory_start = put(directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0"))
    fat_sectors = 1
    while fat_sectors * 128 < len(fat) + fat_sectors:
        fat_sectors += 1
    fat_start = len(sectors)
    fat += [_FAT] * fat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * _SECTOR, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, directory_start, 0, _CUTOFF,
                          mini_fat_start, -(-len(mini_fat) // 128), _END, 0, fat_start)  # fmt: skip
    more = range(fat_start + 1, fat_start + fat_sectors)
    header += b"".join(struct.pack("<I", one) for one in more)
    return header.ljust(_SECTOR, b"\xff") + b"".join(sectors) + table


def _flatten(name: str, node: "bytes | Tree", entries: list[list[object]]) -> int:
    """Number the entries of a tree, children behind their parent and linked to the right; the number of this one."""
    number = len(entries)
    mine: list[object] = [name, node, _FREE, _FREE]
    entries.append(mine)
    if isinstance(node, dict):
        before: list[object] | None = None
        for child in sorted(node, key=lambda one: (len(one), one.upper())):
            at = _flatten(child, node[child], entries)
            if before is None:
                mine[2] = at
            else:
                before[3] = at
            before = entries[at]
    return number


def _entry(one: list[object], start: int, mini: tuple[int, int]) -> bytes:
    name, node, child, right = one
    assert isinstance(name, str)
    wide = name.encode("utf-16-le")
    root = name == "Root Entry"
    kind = 5 if root else 1 if isinstance(node, dict) else 2
    first, size = mini if root else (start, len(node)) if isinstance(node, bytes) else (0, 0)
    return struct.pack("<64sHBBIII16xI8x8xIQ", wide, len(wide) + 2, kind, 1, _FREE, right, child, 0, first, size)
