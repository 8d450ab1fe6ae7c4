"""What the station decides for itself, each with its history in the journal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation import clock, journal, station_settings
from linwang.foundation.capabilities import Capability
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.keys_of_forms import key_of


@needs(Capability.MANAGE_SETTINGS)
def settings_page(request: Request) -> HttpResponse:
    """Every setting with its value, its default and who changed it when."""
    actor = request.actor
    values = station_settings.values_of(actor.station)
    names = [setting.name for setting in station_settings.SETTINGS]
    lines = list(journal.lines_of("setting", names, station=actor.station))
    labels = {setting.name: setting.label for setting in station_settings.SETTINGS}
    rows = [{"setting": s, "value": values[s.name]} for s in station_settings.SETTINGS]
    history = [{"line": line, "label": labels[line.reference]} for line in reversed(lines)][:30]
    return render(request, "personnel/settings.html", {"rows": rows, "history": history})


@require_POST
@needs(Capability.MANAGE_SETTINGS)
def change(request: Request, name: str) -> HttpResponse:
    """Set one value."""
    station_settings.change(
        name=name, said=request.POST.get("value", ""), key=key_of(request), by=request.actor, at=clock.now()
    )  # fmt: skip
    messages.success(request, _("设置已保存。"))
    return redirect("personnel:settings")
