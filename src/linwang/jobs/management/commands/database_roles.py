"""`manage.py database_roles`: the role that web and worker use in production, and what it may do."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linwang.foundation import database_role


class Command(BaseCommand):
    """Run as the owner of the tables, and again after each migration, for it grants on what is there."""

    help = "给网页和后台程序建立只能添加工作记录的数据库角色"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The role's name; `--if-there` leaves a database alone that has no such role."""
        parser.add_argument("--role", default=database_role.NAME)
        parser.add_argument("--if-there", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or refresh it."""
        role = options["role"]
        is_there = database_role.is_there(role)
        if not is_there and options["if_there"]:
            return
        if not is_there and not database_role.may_make_roles():
            raise CommandError(
                _("数据库里没有角色 {role}，当前账户也不能建立角色。请先以数据库管理员运行：createuser {role}").format(
                    role=role
                )
            )
        database_role.grant(role)
        self.stdout.write(_("角色 {role} 可以添加工作记录，不能修改或删除。").format(role=role))
