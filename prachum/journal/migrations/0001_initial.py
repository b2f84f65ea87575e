"""The table of entries, and the guards without which it would be no journal."""

from django.db import migrations, models

from prachum.journal import guards


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("meeting", models.UUIDField()),
                ("seq", models.PositiveIntegerField()),
                ("at", models.CharField(max_length=24)),
                ("by", models.TextField()),
                ("kind", models.TextField()),
                ("command_id", models.UUIDField()),
                ("command_digest", models.CharField(max_length=64)),
                ("body", models.TextField(null=True)),
                ("salt", models.CharField(max_length=32, null=True)),
                ("body_hash", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["meeting", "command_id"], name="journal_entry_command"),
                    models.Index(fields=["seq", "meeting"], condition=models.Q(seq=1), name="journal_entry_first"),
                ],
                "constraints": [models.UniqueConstraint(fields=("meeting", "seq"), name="journal_entry_seq")],
            },
        ),
        migrations.RunPython(guards.migrate, migrations.RunPython.noop),
    ]
