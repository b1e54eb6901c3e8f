from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0005_public_log'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['kind', 'slug', 'seq'], name='editorial_edition_address'),
        ),
    ]
