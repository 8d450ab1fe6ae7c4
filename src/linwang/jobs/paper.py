"""The paper sheet of every station, kept fresh as a file that needs neither database nor worker to be read."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from linwang.foundation.actor import Actor
from linwang.incidents.queries.paper import paper_sheet
from linwang.places.queries.stations import every_station, stations_seen_from


def write_sheets(at: datetime) -> int:
    """Each written beside its place and moved there: a reader never gets half a sheet."""
    folder = Path(settings.PAPER_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for station in every_station():
        reader = Actor(person=None, name="邻望", station=station, sees=stations_seen_from(station))
        text = render_to_string("incidents/paper.html", {"sheet": paper_sheet(seen_by=reader, at=at)})
        fresh = folder / f"{station}.new"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(folder / f"{station}.html")
    return len(every_station())
