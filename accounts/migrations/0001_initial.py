import accounts.models.people
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import foundation.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('full_name', models.CharField(max_length=120, verbose_name='full name')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=11, null=True, unique=True, validators=[django.core.validators.RegexValidator('^0\\d{9,10}$', 'Write the phone number as 10 digits that begin with 0.')], verbose_name='phone')),
                ('sort', models.CharField(editable=False, max_length=500)),
                ('search', models.CharField(editable=False, max_length=120)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['sort', 'pk'],
            },
            managers=[
                ('objects', accounts.models.people.PortalUserManager()),
            ],
        ),
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(default=foundation.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('centre', 'Centre'), ('province', 'Province'), ('district', 'District'), ('commune', 'Commune')], max_length=10, verbose_name='level')),
                ('code', models.CharField(max_length=10, verbose_name='code')),
                ('name', models.CharField(help_text='With its kind: “xã Bờ Y”, “huyện Ngọc Hồi”.', max_length=120, verbose_name='name')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('search', models.CharField(editable=False, max_length=120)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.unit')),
                ('successors', models.ManyToManyField(blank=True, related_name='predecessors', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'administrative unit',
                'verbose_name_plural': 'administrative units',
                'ordering': ['level', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('level', 'code', 'valid_from'), name='unit_code_once_at_a_time'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ubnd', "People's Committee"), ('agriculture', 'Agriculture office'), ('coordination', 'Coordination office of the new rural programme'), ('economy', 'Economy office'), ('other', 'Other office')], max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('abbreviation', models.CharField(help_text='As in “15/QĐ-UBND”: UBND. For a drafting unit: NN.', max_length=20, verbose_name='abbreviation in symbols')),
                ('seat', models.CharField(max_length=80, verbose_name='place named in letters')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('runs_rounds', models.BooleanField(default=False, verbose_name='runs registration and evaluation rounds')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.office')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'office',
                'verbose_name_plural': 'offices',
                'ordering': ['unit', 'name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='home_unit',
            field=models.ForeignKey(blank=True, help_text='The commune whose officers may help this person with the account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='commune'),
        ),
        migrations.CreateModel(
            name='UnitReach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('top', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reaches', to='accounts.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reached_by', to='accounts.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('top', 'unit'), name='reach_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('producer', 'Producer'), ('commune_officer', 'Commune officer'), ('commune_leader', 'Commune leader'), ('round_officer', 'Officer who runs rounds'), ('council_member', 'Council member'), ('clerk', 'Clerk'), ('leader', 'Leader'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('title', models.CharField(blank=True, help_text='As it stands in signature blocks.', max_length=120, verbose_name='post')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.office')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': ['user', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('office', None), ('role', 'producer')), models.Q(models.Q(('role', 'producer'), _negated=True), ('office__isnull', False)), _connector='OR'), name='membership_has_an_office_unless_producer'), models.UniqueConstraint(fields=('user', 'office', 'role', 'starts_on'), name='membership_once'), models.UniqueConstraint(condition=models.Q(('office', None)), fields=('user', 'role', 'starts_on'), name='membership_without_office_once')],
            },
        ),
    ]
