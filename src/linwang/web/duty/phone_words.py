"""What the scripts of the phone page may have to say, in the reader's language."""

from django.utils.translation import gettext as _


def phone_words() -> dict[str, str]:
    """By the name that static/linwang/phone/words.js asks for."""
    return {
        "sign": _("签收"),
        "leave": _("出警"),
        "arrive": _("到场"),
        "outcome": _("反馈"),
        "note": _("记录"),
        "backup": _("请求增援"),
        "photo": _("照片"),
        "tick": _("完成步骤"),
        "untick": _("取消步骤"),
        "to_send": _("待发送"),
        "comma": _("、"),
        "all_sent": _("已全部发送"),
        "sending": _("正在发送：{what}"),
        "waiting": _("{n} 项待发送，联网后自动发送：{what}"),
        "signed_out": _("登录已过期或已锁定。{n} 项待发送都保存在手机上，重新登录后继续发送。"),
        "sign_in": _("重新登录"),
        "of_others": _("另有 {n} 项是别人登录时留下的，由本人登录后发送。"),
        "refused": _("“{what}”没有被接受：{why}"),
        "overtaken": _("“{what}”不必再发：{why}"),
        "then_waiting": _("处理好这一项后，后面的才会继续发送。"),
        "retry": _("重试"),
        "dismiss": _("放弃这一项"),
        "noted": _("知道了"),
        "offline": _("没有网络。可以照常操作，联网后按顺序自动发送。"),
        "stale": _("页面内容截至 {at}"),
        "new_order": _("有新指令"),
        "finish_sending": _("还有 {n} 项没有发送，发送完再下勤。"),
        "needs_network": _("这一步需要联网，请在有信号时再试。"),
        "photo_kept": _("照片已保存，待发送"),
        "photo_bad": _("这张照片无法读取，请重拍。"),
        "reported": _("反馈已保存。发送后单元恢复空闲。"),
        "sharing": _("正在用本机共享位置"),
        "not_sharing": _("未用本机共享位置"),
        "sharing_failed": _("手机不允许读取位置，请在浏览器设置里打开。"),
        "no_room": _("手机存储空间不足，没有保存。请清理空间后再试。"),
    }
