"""The tables as they stand. Databases that ran the earlier migrations named below count this one as run."""

import django.db.models.deletion
import foundation.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('rubrics', '0001_initial'), ('rubrics', '0002_drafts'), ('rubrics', '0003_opinions_and_supplements')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('short_name', models.CharField(max_length=80)),
                ('title', models.TextField()),
                ('issued_on', models.DateField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('amended_by', models.CharField(blank=True, max_length=120)),
                ('replaces', models.JSONField(default=list, help_text='Codes of the decisions that this one replaces.')),
                ('transition_note', models.TextField(blank=True)),
                ('dossier_items', models.JSONField(default=list, help_text='List of code, title, required.')),
                ('withdrawal_grounds', models.JSONField(default=list, help_text='List of code, title.')),
                ('package_items', models.JSONField(default=list, help_text='List of code, title, source, required.')),
                ('terms', models.JSONField(default=dict)),
                ('holds_gates', models.BooleanField(help_text='False where minimum requirements exist but are not held as data.')),
                ('reevaluation_in_writing', models.BooleanField(default=False, help_text='Councils judge re-evaluations by written opinions and meet only if these differ.')),
                ('provenance', models.TextField(blank=True)),
                ('content_hash', models.CharField(help_text='SHA-256 of the data that was loaded.', max_length=64)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rubrics_decision_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='LawDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_changed_at', models.DateTimeField(default=foundation.clock.now, editable=False, verbose_name='state since')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='name of the draft')),
                ('facts', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('drafting', 'being written'), ('handed_in', 'handed in'), ('published', 'published')], default='drafting', max_length=12, verbose_name='state')),
                ('saved_at', models.DateTimeField(default=foundation.clock.now)),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rubrics.decision')),
                ('decision', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='rubrics.decision')),
                ('handed_in_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'draft of a decision',
                'verbose_name_plural': 'drafts of decisions',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('industry_code', models.CharField(max_length=8)),
                ('industry', models.CharField(max_length=200)),
                ('group', models.CharField(blank=True, help_text='Group and sub-group of the classification.', max_length=300)),
                ('managing_ministry', models.CharField(blank=True, max_length=200)),
                ('printed_classification', models.CharField(blank=True, max_length=300)),
                ('product_code_format', models.CharField(blank=True, max_length=400)),
                ('knockout_note', models.TextField(blank=True)),
                ('notes', models.JSONField(default=list, help_text='Foot notes printed with the set.')),
                ('oddities', models.JSONField(default=list, help_text='What is odd in the print or in its transcription.')),
                ('provenance', models.TextField(blank=True)),
                ('content_hash', models.CharField(max_length=64)),
                ('being_added', models.BooleanField(default=False, editable=False)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rubrics', to='rubrics.decision')),
            ],
            options={
                'ordering': ['decision', 'number'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'number'), name='rubrics_rubric_one_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=4)),
                ('title', models.CharField(max_length=200)),
                ('max_points', models.PositiveSmallIntegerField()),
                ('order', models.PositiveSmallIntegerField()),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='rubrics.rubric')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('rubric', 'code'), name='rubrics_part_one_per_code')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16)),
                ('key', models.CharField(max_length=20)),
                ('title', models.TextField()),
                ('max_points', models.PositiveSmallIntegerField()),
                ('printed_max', models.CharField(blank=True, max_length=40)),
                ('order', models.PositiveSmallIntegerField()),
                ('notes', models.JSONField(default=list)),
                ('is_leaf', models.BooleanField()),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='rubrics.criterion')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='rubrics.part')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='rubrics.rubric')),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('rubric', 'key'), name='rubrics_criterion_one_per_key'), models.UniqueConstraint(fields=('rubric', 'order'), name='rubrics_criterion_one_per_place')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('commune', 'Commune stage'), ('district', 'District stage'), ('province', 'Province stage'), ('centre', 'Centre stage')], max_length=12)),
                ('order', models.PositiveSmallIntegerField()),
                ('checks', models.BooleanField(default=False)),
                ('screens', models.BooleanField(default=False)),
                ('gives_opinions', models.BooleanField(default=False)),
                ('scores', models.BooleanField(default=False)),
                ('recognises_min', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('recognises_max', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('send_up_from', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('result_for_level_below', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='rubrics.decision')),
            ],
            options={
                'ordering': ['decision', 'valid_from', 'order'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'level', 'valid_from'), name='rubrics_stage_one_per_level'), models.CheckConstraint(condition=models.Q(models.Q(('recognises_max__isnull', True), ('recognises_min__isnull', True)), models.Q(('recognises_max__gte', models.F('recognises_min')), ('recognises_max__lte', 5), ('recognises_min__range', (1, 5))), _connector='OR'), name='rubrics_stage_recognises_a_range'), models.CheckConstraint(condition=models.Q(('recognises_min__isnull', True), ('scores', True), _connector='OR'), name='rubrics_stage_only_scoring_recognises'), models.CheckConstraint(condition=models.Q(('send_up_from__isnull', True), ('send_up_from__range', (0, 100)), _connector='OR'), name='rubrics_stage_send_up_0_to_100'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rubrics_stage_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Band',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stars', models.PositiveSmallIntegerField()),
                ('lower', models.PositiveSmallIntegerField()),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='rubrics.decision')),
            ],
            options={
                'ordering': ['-stars'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'stars'), name='rubrics_band_one_per_star'), models.UniqueConstraint(fields=('decision', 'lower'), name='rubrics_band_distinct_bounds'), models.CheckConstraint(condition=models.Q(('stars__range', (1, 5))), name='rubrics_band_stars_1_to_5'), models.CheckConstraint(condition=models.Q(('lower__range', (0, 100))), name='rubrics_band_lower_0_to_100')],
            },
        ),
        migrations.CreateModel(
            name='LawDraftSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number of the set')),
                ('text', models.TextField(verbose_name='text of the set')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sets', to='rubrics.lawdraft')),
            ],
            options={
                'verbose_name': 'set of a draft',
                'verbose_name_plural': 'sets of a draft',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('draft', 'number'), name='rubrics_draft_set_once')],
            },
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('label', models.TextField()),
                ('points', models.PositiveSmallIntegerField()),
                ('printed_points', models.CharField(blank=True, max_length=40)),
                ('case', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('case_label', models.CharField(blank=True, max_length=200)),
                ('gate_stars', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_printed', models.BooleanField(default=True)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='rubrics.criterion')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('criterion', 'order'), name='rubrics_level_one_per_place'), models.CheckConstraint(condition=models.Q(('gate_stars__isnull', True), ('gate_stars__range', (3, 5)), _connector='OR'), name='rubrics_level_gate_3_to_5'), models.CheckConstraint(condition=models.Q(('case_label', ''), ('case__isnull', False), _connector='OR'), name='rubrics_level_case_label_needs_case')],
            },
        ),
    ]
