"""A picture comes through as a plain upright JPEG, and nothing else of the file comes through."""

import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image

from linwang.foundation.refusals import BadInput
from linwang.incidents.rules.pictures import MOST_BYTES, clean_picture


def _file(format: str, *, size: tuple[int, int] = (64, 48), mode: str = "RGB", **kwargs: object) -> bytes:
    picture = Image.new(mode, size, "red")
    out = io.BytesIO()
    picture.save(out, format, **kwargs)
    return out.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "SecretPhone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[2] = (30.0, 12.0, 40.0)
    return exif


def test_place_and_device_are_gone_and_the_picture_is_upright() -> None:
    before = _file("JPEG", exif=_exif())
    assert b"SecretPhone" in before

    picture = clean_picture(before)

    after = Image.open(io.BytesIO(picture.jpeg))
    assert (picture.width, picture.height) == after.size == (48, 64)
    assert dict(after.getexif()) == {}
    assert b"SecretPhone" not in picture.jpeg and b"Exif" not in picture.jpeg


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")])
def test_what_phones_send_becomes_a_jpeg(format: str, mode: str) -> None:
    picture = clean_picture(_file(format, mode=mode))

    assert Image.open(io.BytesIO(picture.jpeg)).format == "JPEG"


def test_a_comment_or_a_profile_does_not_come_through() -> None:
    picture = clean_picture(_file("JPEG", comment=b"call me", icc_profile=b"profile"))

    assert b"call me" not in picture.jpeg and b"ICC_PROFILE" not in picture.jpeg


def test_a_large_picture_is_made_smaller() -> None:
    picture = clean_picture(_file("JPEG", size=(4000, 3000)))

    assert (picture.width, picture.height) == (2000, 1500)


def _bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "upload",
    [
        b"", b"just words that were renamed to .jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", _file("JPEG")[:200], _file("PNG")[:60], _bomb(),
        _file("JPEG", size=(8000, 6400)), b"\0" * (MOST_BYTES + 1),
    ],
    ids=["empty", "text", "svg", "gif", "cut jpeg", "cut png", "bomb", "51 megapixels", "too many bytes"],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(upload: bytes) -> None:
    with pytest.raises(BadInput):
        clean_picture(upload)
