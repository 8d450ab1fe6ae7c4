"""Forms that every operation shares: a plain text without control characters, a moment with its zone."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints


def _is_plain(text: str) -> str:
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text) or any(
        "\ud800" <= sign <= "\udfff" for sign in text
    ):
        raise ValueError("control characters are not allowed")
    return text


def _in_utc(moment: datetime) -> datetime:
    """Zones beyond ±16 hours are in no clock, and no table holds them."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as problem:
        raise ValueError("no such moment") from problem


Short = Annotated[str, StringConstraints(max_length=200), AfterValidator(_is_plain)]
Long = Annotated[str, StringConstraints(max_length=5000), AfterValidator(_is_plain)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
