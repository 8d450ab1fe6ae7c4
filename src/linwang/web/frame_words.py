"""What the scripts of every page may have to say, in the reader's language."""

from django.utils.translation import gettext as _


def frame_words() -> dict[str, str]:
    """By the name that static/linwang/words.js asks for."""
    return {
        "just_now": _("刚刚"),
        "minutes_ago": _("{n} 分钟前"),
        "left": _("剩 {n}"),
        "over": _("超 {n}"),
        "minutes": _("{n} 分"),
        "hours": _("{n} 时"),
        "days": _("{n} 天"),
        "undo": _("撤销"),
        "close": _("关闭"),
        "not_sent": _("没有送达：网络不通。内容还在，请稍后再提交。"),
        "went_wrong": _("程序出错，没有保存。内容还在，请再试一次；仍不行请找管理员。"),
        "lost_since": _("与服务器的连接自 {at} 起中断，显示的内容可能已过时。正在重新连接……"),
        "busy": _("服务器繁忙，显示的是 {at} 的内容，{n} 秒后再取。"),
        "print_paper": _("打印接处警登记表"),
        "signed_out": _("登录已结束，请重新登录。"),
        "changed_meanwhile": _("有更新，移开鼠标后刷新"),
    }
