from django.db import migrations

FUNCTIONS = ("linwang_seal_at_commit()", "linwang_seal_all()")


class Migration(migrations.Migration):
    """Who may only add lines to the journal must not be able to write a seal: the functions do it as the owner."""

    dependencies = [
        ('foundation', '0005_note_who_is_alive'),
    ]

    operations = [
        migrations.RunSQL(
            f'alter function {function} security definer set search_path = pg_catalog, public, pg_temp',
            f'alter function {function} security invoker reset search_path',
        )
        for function in FUNCTIONS
    ]
