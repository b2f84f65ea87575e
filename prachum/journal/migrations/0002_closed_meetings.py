"""Which meetings have closed can be asked without reading them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["kind", "meeting"],
                condition=models.Q(kind="meeting.meeting_closed"),
                name="journal_entry_closed",
            ),
        ),
    ]
