"""The database's own part of the sealed journal: every line gets its seal at commit, whoever wrote it.

A seal is SHA-256 of the hash before it and the line as text. The station's head row is locked from the
first seal until the transaction ends, so that the chain has one order; it is the order of commits.
"""

TRIGGER = "every_line_is_sealed_at_commit"

INSTALL = """
create or replace function linwang_line_text(line foundation_journalline) returns text
language sql stable as $$
  select jsonb_build_array(
    line.id, line.station_id, to_char(line.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    to_char(line.device_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), line.by_id, line.by_name,
    line.subject, line.reference, line.what, line.words, line.facts, line.strikes_id
  )::text
$$;

create or replace function linwang_seal(line foundation_journalline) returns void
language plpgsql as $$
declare head record; sealed bytea;
begin
  insert into foundation_journalhead (station_id, place, hash) values (line.station_id, 0, '')
    on conflict do nothing;
  select place, hash into head from foundation_journalhead where station_id = line.station_id for update;
  sealed := sha256(head.hash || convert_to(linwang_line_text(line), 'UTF8'));
  insert into foundation_journalseal (line_id, station_id, place, hash)
    values (line.id, line.station_id, head.place + 1, sealed);
  update foundation_journalhead set place = head.place + 1, hash = sealed where station_id = line.station_id;
end $$;

create or replace function linwang_seal_at_commit() returns trigger
language plpgsql as $$
begin
  if current_setting('linwang.seal_together', true) is distinct from 'on' then
    perform linwang_seal(new);
  end if;
  return null;
end $$;

create constraint trigger every_line_is_sealed_at_commit after insert on foundation_journalline
  deferrable initially deferred for each row execute function linwang_seal_at_commit();

create or replace function linwang_seal_all() returns bigint
language plpgsql as $$
declare station bigint; line foundation_journalline; head record; before bytea; at_place bigint; count bigint := 0;
begin
  for station in select distinct l.station_id from foundation_journalline l
      where not exists (select from foundation_journalseal s where s.line_id = l.id) order by 1 loop
    insert into foundation_journalhead (station_id, place, hash) values (station, 0, '') on conflict do nothing;
    select place, hash into head from foundation_journalhead where station_id = station for update;
    before := head.hash; at_place := head.place;
    for line in select l.* from foundation_journalline l where l.station_id = station
        and not exists (select from foundation_journalseal s where s.line_id = l.id) order by l.id loop
      before := sha256(before || convert_to(linwang_line_text(line), 'UTF8'));
      at_place := at_place + 1; count := count + 1;
      insert into foundation_journalseal (line_id, station_id, place, hash)
        values (line.id, station, at_place, before);
    end loop;
    update foundation_journalhead set place = at_place, hash = before where station_id = station;
  end loop;
  return count;
end $$;
"""

REMOVE = """
drop trigger every_line_is_sealed_at_commit on foundation_journalline;
drop function linwang_seal_all(), linwang_seal_at_commit(), linwang_seal(foundation_journalline),
  linwang_line_text(foundation_journalline);
"""
