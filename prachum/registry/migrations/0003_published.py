from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_seats'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='published',
            field=models.DateTimeField(help_text='since when everybody may read the record', null=True),
        ),
    ]
