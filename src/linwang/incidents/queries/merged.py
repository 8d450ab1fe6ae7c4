"""What lies in an incident: the numbers of all that were merged into it, however deep."""

from django.db import connection


def numbers_within(number: str) -> tuple[str, ...]:
    """The incident's own number first, then those merged into it, in the order of their ids.

    For the timeline and the callers of an incident that the asker has been allowed to see.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "with recursive within as ("
            " select id, number, 0 as depth from incidents_incident where number = %s"
            " union all select i.id, i.number, within.depth + 1 from incidents_incident i"
            " join within on i.merged_into_id = within.id)"
            " select number from within order by depth > 0, id",
            [number],
        )
        return tuple(row[0] for row in cursor.fetchall())
