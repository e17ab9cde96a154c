import django.db.models.deletion
import foundation.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='JournalAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('last_entry_id', models.BigIntegerField()),
                ('heads', models.TextField()),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'journal seal',
                'verbose_name_plural': 'journal seals',
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='WorkerSign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('payload', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('max_attempts', models.PositiveSmallIntegerField(default=5)),
                ('not_before', models.DateTimeField(default=foundation.clock.now)),
                ('lease_until', models.DateTimeField(null=True)),
                ('claim', models.CharField(blank=True, max_length=40)),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='of')),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('created_at', models.DateTimeField(default=foundation.clock.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['state', 'not_before'], name='job_due')],
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.CharField(max_length=100, verbose_name='object')),
                ('seq', models.PositiveIntegerField(verbose_name='number in the chain')),
                ('at', models.DateTimeField(db_index=True, verbose_name='at')),
                ('actor_name', models.CharField(max_length=200, verbose_name='who')),
                ('on_behalf_of', models.CharField(blank=True, max_length=200, verbose_name='on behalf of')),
                ('office_id', models.BigIntegerField(null=True)),
                ('office_name', models.CharField(blank=True, max_length=200, verbose_name='office')),
                ('ip', models.GenericIPAddressField(null=True, verbose_name='IP')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('label', models.CharField(max_length=300, verbose_name='what happened')),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('for_producer', models.BooleanField(default=False)),
                ('canonical', models.TextField()),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'journal entry',
                'verbose_name_plural': 'journal',
                'ordering': ['stream', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('stream', 'seq'), name='journal_one_entry_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=100)),
                ('occasion', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('url', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=foundation.clock.now, verbose_name='at')),
                ('read_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='sent on')),
                ('delivery_error', models.TextField(blank=True)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['recipient', 'read_at'], name='notification_unread')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject', 'recipient', 'occasion'), name='notification_once_per_occasion')],
            },
        ),
    ]
