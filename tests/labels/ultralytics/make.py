"""Make the pictures of this folder: `python make.py`, with Pillow 12 or later."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent / "pictures"
PICTURE = Image.new("RGB", (37, 21), (200, 120, 40))


def main() -> None:
    for name, options in {
        "plain.png": {}, "plain.bmp": {}, "plain.jpg": {"quality": 30},
        "progressive.jpg": {"quality": 30, "progressive": True},
        "lossy.webp": {"quality": 30}, "lossless.webp": {"lossless": True},
    }.items():  # fmt: skip
        PICTURE.save(HERE / name, **options)
    Image.new("RGBA", (37, 21), (9, 9, 9, 99)).save(
        HERE / "see-through.webp", quality=30, exif=b"x"
    )
    for orientation in (3, 6):
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif[0x010E] = "a description that comes first"
        PICTURE.save(HERE / f"turned-{orientation}.jpg", exif=exif, quality=30)


if __name__ == "__main__":
    main()
