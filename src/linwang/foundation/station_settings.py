"""Settings that a station may change, with their defaults and limits: data with a history and a screen."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.models import StationSetting
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput

_WHOLE = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True)
class Setting:
    """One thing a station may decide: whole numbers within limits, or one of some choices."""

    name: str
    label: str | Promise
    default: Any
    unit: str | Promise = ""
    least: int = 0
    most: int = 0
    choices: tuple[tuple[str, str | Promise], ...] = ()

    def read(self, said: str) -> Any:
        """What was typed as a value, or a refusal that says what fits."""
        if self.choices:
            return self._one_of(said)
        if not _WHOLE.fullmatch(said.strip()) or not self.least <= int(said) <= self.most:
            sentence = _("“%(label)s”请填 %(least)d 到 %(most)d 之间的整数。")
            facts = {"label": self.label, "least": self.least, "most": self.most}
            raise BadInput(sentence % facts, fields={self.name: sentence % facts})
        return int(said)

    def _one_of(self, said: str) -> str:
        if said not in dict(self.choices):
            raise BadInput(_("请从列出的选项中选择。"), fields={self.name: _("请从列出的选项中选择。")})
        return said


SETTINGS = (
    Setting(
        "second_factor",
        _("能看敏感信息的岗位是否必须用第二重验证"),
        "advised",
        choices=(("advised", _("建议")), ("required", _("必须"))),
    ),
    Setting("lock_after_minutes", _("共用电脑无人操作多久后锁屏"), 10, _("分钟"), 1, 120),
    Setting("callback_within_days", _("办结后几天内回访"), 3, _("天"), 1, 30),
    Setting("position_days", _("单元位置保存几天"), 30, _("天"), 1, 30),
    Setting("caller_days", _("办结后报警人姓名电话保存几天"), 365, _("天"), 30, 1095),
    Setting("photo_days", _("办结后现场照片保存几天"), 365, _("天"), 30, 1095),
    Setting("ring_days", _("来电记录保存几天"), 30, _("天"), 1, 90),
    Setting("draft_days", _("未提交的接警草稿保存几天"), 7, _("天"), 1, 30),
    Setting("call_out_days", _("召集结束后谁怎样答复保存几天"), 30, _("天"), 1, 365),
    Setting("call_out_silent_minutes", _("召集多久没有答复就不再等"), 10, _("分钟"), 2, 60),
    Setting("same_event_metres", _("多少米内可能是同一事件"), 400, _("米"), 50, 5000),
    Setting("same_event_minutes", _("多少分钟内可能是同一事件"), 45, _("分钟"), 5, 720),
    Setting("escalate_after_seconds", _("督办后多久仍无人处理再上报一级"), 60, _("秒"), 30, 3600),
    Setting(
        "dialect",
        _("当地人说话是否 f、h 不分"),
        "usual",
        choices=(("usual", _("分得清")), ("f_h", _("常不分"))),
    ),
    Setting("county_code", _("所在县的六位行政区划代码，全国地名先找本县（0 为不填）"), 0, "", 0, 999999),
    Setting("reclassify_examples", _("类别建议最多参考多少条已确认警情"), 2000, _("条"), 0, 20000),
)
_BY_NAME: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}


def value_of(station: int, name: str) -> Any:
    """The station's own value, or the default."""
    own = StationSetting.objects.filter(station_id=station, name=name).values_list("value", flat=True).first()
    return _BY_NAME[name].default if own is None else own


def values_of(station: int) -> dict[str, Any]:
    """Every setting with the value that holds at the station."""
    own = dict(StationSetting.objects.filter(station_id=station).values_list("name", "value"))
    return {setting.name: own.get(setting.name, setting.default) for setting in SETTINGS}


@once
def change(*, name: str, said: str, key: UUID, by: Actor, at: datetime) -> None:
    """Set one setting of one's own station; the journal says from what to what."""
    by.check_may(Capability.MANAGE_SETTINGS)
    setting = _BY_NAME.get(name)
    if setting is None:
        raise BadInput(_("没有这项设置。"))
    value, before = setting.read(said), value_of(by.station, name)
    StationSetting.objects.update_or_create(station_id=by.station, name=name, defaults={"value": value})
    journal.write(
        station=by.station, subject="setting", reference=name, what="setting_changed", by=by, at=at,
        words=f"{before} → {value}", before=before, after=value,
    )  # fmt: skip
