"""What must hold after every kill, asked of the tables: nothing acknowledged is lost, nothing is by halves."""

import json
from collections.abc import Iterable
from dataclasses import asdict

import psycopg

from tests.kill.desks import Done

_ACKNOWLEDGED = """
with told as (
  select * from jsonb_to_recordset(%s::jsonb)
    as told(key uuid, what text, number text, token text, "order" bigint)),
found as (
  select 'take' as what, i.number, substr(c.words, 4) as token, null::bigint as "order"
    from incidents_call c join incidents_incident i on i.id = c.incident_id
  union all
  select 'dispatch', i.number, right(a."order", 17), a.id -- what a volunteer is asked stands before
    from incidents_assignment a join incidents_incident i on i.id = a.incident_id
  union all
  select 'report', i.number, r.words, a.id
    from incidents_outcomereport r join incidents_assignment a on a.id = r.assignment_id
    join incidents_incident i on i.id = a.incident_id
  union all
  select 'note', reference, words, null from foundation_journalline where what = 'noted'
  union all
  select 'close', reference, null, null from foundation_journalline where what = 'closed'
  union all
  select what, reference, null, (facts->>'order')::bigint from foundation_journalline
    where what in ('acknowledged', 'en_route', 'on_scene'))
select told.what, told.number, told.token, told."order", count(found.what), count(distinct k.key), max(k.result::text)
from told
left join found on found.what = told.what and found.number = told.number
  and found.token is not distinct from case when found.token is null then null else told.token end
  and (found."order" is null or found."order" = told."order")
left join foundation_operationkey k on k.key = told.key and k.result is not null
group by told.key, told.what, told.number, told.token, told."order"
having count(found.what) <> 1 or count(distinct k.key) <> 1
"""
_NEVER: dict[str, str] = {
    "a call is there twice": "select words from incidents_call group by words having count(*) > 1",
    "an order is there twice": """
        select right("order", 17) from incidents_assignment group by right("order", 17) having count(*) > 1""",
    "a note is there twice": """
        select words from foundation_journalline where what = 'noted' group by words having count(*) > 1""",
    "a report is there twice": "select words from incidents_outcomereport group by words having count(*) > 1",
    "an incident has not one call and one first line": """
        select number from incidents_incident i
        where (select count(*) from incidents_call c where c.incident_id = i.id) <> 1
           or (select count(*) from foundation_journalline l
               where l.reference = i.number and l.what = 'call_taken') <> 1""",
    "a version is not the number of changes": """
        select i.number, i.version, count(*) from incidents_incident i
        join foundation_journalline l on l.reference = i.number and l.subject = 'incident' and l.what <> 'escalated'
        group by i.number, i.version having count(*) <> i.version""",
    "a unit is on two incidents": """
        select unit_id from incidents_assignment where status in ('sent', 'acknowledged', 'en_route', 'on_scene')
        group by unit_id having count(*) > 1""",
    "a number was left out": """
        select max(right(number, 4)::int), count(*) from incidents_incident group by left(number, -5)
        having max(right(number, 4)::int) <> count(*)""",
    "an order has not one parcel": """
        select a.id from incidents_assignment a where 1 <> (select count(*) from procrastinate_jobs j
        where j.args->>'kind' = 'unit.dispatched' and (j.args->'facts'->>'assignment')::bigint = a.id)""",
    "a parcel was given up": """
        select id, status from procrastinate_jobs
        where task_name = 'linwang.deliver' and status not in ('todo', 'doing', 'succeeded')""",
    "a parcel was handed over twice, or said to be and was not": """
        select (select count(*) from procrastinate_jobs where task_name = 'linwang.deliver' and status = 'succeeded'),
               (select count(*) from foundation_operationkey where what = '_hand_over')
        where (select count(*) from procrastinate_jobs where task_name = 'linwang.deliver' and status = 'succeeded')
            > (select count(*) from foundation_operationkey where what = '_hand_over')
           or (select count(*) from procrastinate_jobs where task_name = 'linwang.deliver')
            < (select count(*) from foundation_operationkey where what = '_hand_over')""",
    "a key stands without an answer": "select key from foundation_operationkey where result is null",
    "a line has no seal": """
        select l.id from foundation_journalline l left join foundation_journalseal s on s.line_id = l.id
        where s.line_id is null""",
    "the chain is broken": """
        select place from (
          select s.station_id, s.place, s.hash, linwang_line_text(l) as text,
            lag(s.hash, 1, ''::bytea) over chain as before, row_number() over chain as nth
          from foundation_journalseal s join foundation_journalline l on l.id = s.line_id
          window chain as (partition by s.station_id order by s.place)) sealed
        where hash <> sha256(before || convert_to(text, 'UTF8')) or place <> nth""",
    "the head is not the end of the chain": """
        select h.station_id from foundation_journalhead h where (h.place, h.hash) is distinct from
        (select (s.place, s.hash) from foundation_journalseal s where s.station_id = h.station_id
         order by s.place desc limit 1)""",
}
WAITING = "select count(*) from procrastinate_jobs where task_name = 'linwang.deliver' and status <> 'succeeded'"


def broken(database: psycopg.Connection, done: Iterable[Done]) -> list[str]:
    """Every promise that does not hold, in words; `done` was copied before this is asked."""
    told = json.dumps([asdict(one) for one in done])
    with database.transaction():
        database.execute("set transaction isolation level repeatable read")
        lost = [f"acknowledged, but not there once: {row}" for row in database.execute(_ACKNOWLEDGED, [told])]
        return lost + [f"{what}: {row}" for what, query in _NEVER.items() for row in database.execute(query)]
