"""The tables as they stand. Databases that ran the earlier migrations named below count this one as run."""

import django.db.models.deletion
import foundation.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('foundation', '0001_initial'), ('foundation', '0002_pages_and_source')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
            ],
            options={
                'verbose_name': 'rest day',
                'verbose_name_plural': 'rest days',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='file')),
                ('original_name', models.CharField(max_length=200, verbose_name='name of the file')),
                ('content_type', models.CharField(max_length=100, verbose_name='kind')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('source_sha256', models.CharField(blank=True, help_text='of the bytes before they were cleaned', max_length=64, verbose_name='SHA-256 as uploaded')),
                ('pages', models.PositiveSmallIntegerField(help_text='that can be shown as pictures; empty where nobody has counted', null=True, verbose_name='pages')),
                ('stored_at', models.DateTimeField(default=foundation.clock.now, verbose_name='stored at')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
                'ordering': ['-pk'],
            },
        ),
    ]
