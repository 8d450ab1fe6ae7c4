"""`./linwang rotate`: new keys for personal details, while people work; cut off, it goes on when called again."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from linwang.foundation import rotation, vault

BUNCH = 500


class Command(BaseCommand):
    """The data keys are wrapped anew by the newest master key; then, unless that was all, new keys take over."""

    help = "更换个人信息的密钥并重新加密，可中断后继续"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How to encipher from now on; how many rows at a time; how long other processes may hold older keys."""
        parser.add_argument("--cipher", choices=["aes", "sm4"], default=settings.DATA_CIPHER)
        parser.add_argument("--wrap-only", action="store_true", help="only wrap the keys with the newest master key")
        parser.add_argument("--bunch", type=int, default=BUNCH)
        parser.add_argument("--wait", type=float, default=2 * vault.FRESH_SECONDS, help="seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make keys or go on with those of an unfinished rotation, wait for the others, encipher, drop the old."""
        vault.wrap_anew()
        if options["wrap_only"]:
            self.stdout.write(_("已用新的主密钥重新包裹数据密钥。"))
            return
        if rotation.is_under_way():
            self.stdout.write(_("继续上次未完成的更换。"))
        else:
            vault.make_keys(cipher=options["cipher"])
        self.stdout.write(_("等待各进程换用新密钥：{seconds:.0f} 秒。").format(seconds=options["wait"]))
        time.sleep(options["wait"])
        done = sum(rotation.encipher_anew(bunch=options["bunch"]))
        facts = {"rows": done, "keys": rotation.finish(bunch=options["bunch"]), "cipher": vault.cipher_of_newest()}
        self.stdout.write(_("重新加密 {rows} 行（{cipher}），删除旧密钥 {keys} 个。").format(**facts))
