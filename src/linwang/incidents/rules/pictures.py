"""照片: what a phone sends is made into a plain JPEG of the scene, and nothing else of the file survives.

The picture is decoded and encoded anew, so that neither metadata (place, device, time) nor anything hidden
in the file comes through; its size is read from the header first, so that a bomb is never unfolded.
"""

import io
import struct
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from linwang.foundation.refusals import BadInput

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_SIDE = 2000
FORMATS = ("JPEG", "PNG", "WEBP")
_BROKEN = (OSError, ValueError, TypeError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError)


@dataclass(frozen=True)
class Picture:
    """A clean JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def clean_picture(upload: bytes) -> Picture:
    """The picture in an upload, upright, at most 2000 pixels a side; refused if it is not one."""
    if len(upload) > MOST_BYTES:
        raise BadInput(_("照片超过 12 MB，没有保存。请把相机的照片尺寸调小后重拍。"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _encode(_decode(upload))
    except _BROKEN as error:
        raise BadInput(
            _("这个文件不是能识别的照片。请用 JPEG、PNG 或 WebP（苹果手机：相机设置选“兼容性最佳”）。")
        ) from error


def _decode(upload: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(upload), formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise BadInput(_("照片像素太大，没有保存。请把相机的照片尺寸调小后重拍。"))
    picture.draft("RGB", (MOST_SIDE, MOST_SIDE))
    return ImageOps.exif_transpose(picture)


def _encode(picture: Image.Image) -> Picture:
    picture.thumbnail((MOST_SIDE, MOST_SIDE))
    if "A" in picture.getbands() or "transparency" in picture.info:
        opaque = picture.convert("RGBA")
        picture = Image.new("RGB", opaque.size, "white")
        picture.paste(opaque, mask=opaque.getchannel("A"))
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=True)
    return Picture(out.getvalue(), plain.width, plain.height)
