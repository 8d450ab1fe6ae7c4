"""Numbers that people read aloud: station, day and a running number without gaps for the committed."""

from datetime import date

from django.db import connection


def next_number(*, station_code: str, day: date, series: str) -> str:
    """The next number of a series, e.g. `JQ-3302-20260715-0042`.

    The counter's row stays locked until the transaction ends, so two desks never get one number.
    """
    prefix = f"{series}{station_code}-{day:%Y%m%d}"
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into foundation_counter (series, last) values (%s, 1)"
            " on conflict (series) do update set last = foundation_counter.last + 1 returning last",
            [prefix],
        )
        (last,) = cursor.fetchone()
    return f"{prefix}-{last:04d}"
