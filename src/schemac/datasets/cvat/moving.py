"""A file of CVAT carried to another skeleton: bytes that do not concern it are copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.datasets.cvat.document import Document
from schemac.datasets.cvat.files import archive, document_of, entry, is_zip
from schemac.datasets.cvat.pieces import Piece, Pieces, Renewal
from schemac.datasets.cvat.reader import frame_of, picture
from schemac.datasets.cvat.relabelling import relabelled
from schemac.datasets.cvat.writing import stamp_tag
from schemac.labels import Fault, Moving
from schemac.labels.form import Advance

if TYPE_CHECKING:
    from typing import BinaryIO

_COPIED = 1 << 16


def move(source: Path, target: Path, moving: Moving) -> None:
    """Write the file with the keypoints of `moving.target`; what else a zip holds is copied.

    Raises LabelError, also for a document that is not in UTF-8, which CVAT never writes.
    """
    if not is_zip(source):
        with source.open("rb") as read, target.open("xb") as written:
            _carry(source, read, written, moving, moving.advance)
        return
    from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

    with archive(source) as old, ZipFile(target, "x") as new:
        annotations = document_of(old, source)
        for info in old.infolist():
            made = ZipInfo(info.filename, info.date_time)
            made.external_attr, made.comment = info.external_attr, info.comment
            stored = info.compress_type == ZIP_STORED
            made.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
            with entry(old, info, source) as read, new.open(made, "w", force_zip64=True) as out:
                if info is annotations:
                    _carry(source, read, out, moving, None)  # type: ignore[arg-type]
                else:
                    while chunk := read.read(_COPIED):
                        out.write(chunk)
            moving.advance(info.compress_size)


def _carry(
    path: Path, read: BinaryIO, written: BinaryIO, moving: Moving, advance: Advance | None
) -> None:
    document = Document(str(path), read)
    mover = _Mover(document, moving)
    for _ in document.walk(mover, advance or (lambda done: None)):
        for piece in mover.taken():
            written.write(piece)


Edit = tuple[int, int, bytes | Piece]
"""From which byte to which something else is to stand."""


class _Mover:
    """Gathers what is to be exchanged, and copies what is not, up to where it is not sure yet."""

    def __init__(self, document: Document, moving: Moving) -> None:
        self._document, self._moving = document, moving
        self._pieces = Pieces(document, moving.source, moving.account)
        self._renewal = Renewal(moving)
        self._path: list[str] = []
        self._edits: list[Edit] = []
        self._copied = 0
        self._open: int | None = None
        self._in_piece = False
        self._track = False
        self._meta: int | None = None
        self._stamped = False
        self._image = ""
        document.keep(0)

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        self._path.append(tag)
        if self._in_piece:
            self._pieces.start(tag, given)
            return
        self._demand_bytes()
        if self._path[1:] == ["meta"]:
            self._open = self._meta = self._document.byte
        elif tag in ("image", "track") and len(self._path) == 2:
            self._begin(tag, given)
        elif tag == "skeleton" and len(self._path) == 3 and self._ours(given):
            if self._path[1] == "track":
                frame_of(given, self._document)
            self._open, self._in_piece = self._document.byte, True
            self._pieces.begin(given)

    def end(self, tag: str, text: str) -> None:
        self._path.pop()
        if self._in_piece:
            if len(self._path) > 2:
                self._pieces.end(tag, text)
            else:
                self._end_piece()
        elif tag == "meta" and self._meta is not None and len(self._path) == 1:
            self._end_meta(self._meta)
        elif tag == "track" and len(self._path) == 1:
            self._track = False
        elif not self._path and not self._stamped:
            self._stamp()

    def taken(self) -> Iterator[bytes]:
        """What can be written by now."""
        import numpy as np

        pieces = [piece for _, _, piece in self._edits if isinstance(piece, Piece)]
        live = [piece for piece in pieces if not piece.gone]
        if live:
            points = np.array([piece.points for piece in live])
            self._moving.account.instances += len(live)
            self._moving.account.keypoints += int(np.isfinite(points[..., 0]).sum())
            carried = self._moving.carry(points)
            for piece, made in zip(live, carried.tolist(), strict=True):
                piece.carried = [tuple(point) for point in made]
        for start, end, said in self._edits:
            yield self._document.raw(self._copied, start)
            yield self._renewal.of(said) if isinstance(said, Piece) else said
            self._copied = end
        self._edits.clear()
        upto = self._document.byte if self._open is None else self._open
        yield self._document.raw(self._copied, upto)
        self._copied = max(self._copied, upto)
        self._document.keep(self._copied)

    def _begin(self, tag: str, given: Mapping[str, str]) -> None:
        if not self._stamped:
            self._stamp()
        if tag == "image":
            self._image = picture(given, self._document).name
        elif given.get("label") == self._moving.source.category:
            self._track, self._image = True, f"track {given.get('id', '')}"
            self._rename(given)

    def _ours(self, given: Mapping[str, str]) -> bool:
        if self._path[1] == "track":
            return self._track
        return given.get("label") == self._moving.source.category

    def _rename(self, given: Mapping[str, str]) -> None:
        """The label of a track, where the two specs call an instance differently."""
        if self._moving.source.category != self._moving.target.category:
            start = self._document.byte
            end = self._document.tag_end(start)
            raw = self._document.raw(start, end)
            self._edits.append((start, end, self._renewal.renamed(raw, given)))

    def _stamp(self) -> None:
        """Before the first image or track, or the end, where the file has no `<meta>`."""
        at = self._document.byte
        said = f"<meta>{stamp_tag(self._moving.stamp)}</meta>\n  ".encode()
        self._edits.append((at, at, said))
        self._stamped = True

    def _end_piece(self) -> None:
        start = self._open
        assert start is not None  # noqa: S101 - a piece is open
        piece = self._pieces.done(start, in_track=self._path[1] == "track")
        self._open, self._in_piece = None, False
        end = start + len(piece.raw)
        if piece.wrong is None:
            self._edits.append((start, end, piece))
            return
        self._moving.faults.report(
            Fault(
                message=str(piece.wrong),
                help=piece.wrong.help,
                place=piece.place,
                image=self._image,
                data=piece.raw,
            )
        )
        self._edits.append((start, end, b""))

    def _end_meta(self, start: int) -> None:
        begun = self._document.tag_end(start)
        empty = self._document.raw(start, begun).endswith(b"/>")
        end = begun if empty else self._document.tag_end(self._document.byte)
        raw = self._document.raw(start, end)
        self._edits.append((start, end, relabelled(raw, self._moving)))
        self._open, self._meta, self._stamped = None, None, True

    def _demand_bytes(self) -> None:
        """Bytes can be exchanged only where they are those of ASCII and UTF-8."""
        document = self._document
        at = document.byte
        if not document.plain or document.raw(at, at + 1) != b"<":
            raise document.broken(
                "only files in UTF-8 can be migrated", "save it in UTF-8, as CVAT does"
            )
