import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_outgoing_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitewords",
            name="emergency_note",
            field=models.CharField(
                blank=True,
                help_text="Stands on emergency cards, below the number. Empty: our own words.",
                max_length=200,
                verbose_name="where the emergency number holds",
            ),
        ),
        migrations.AlterField(
            model_name="siteidentity",
            name="emergency_number",
            field=models.CharField(
                blank=True,
                default="112",
                help_text="Shown with a link to call on every emergency card, at the foot of every page and on the forms. Empty: readers are told to call the emergency number of their country.",
                max_length=20,
                validators=[django.core.validators.RegexValidator("^\\d[\\d ]*$", "Digits only, for example 112.")],
                verbose_name="emergency number",
            ),
        ),
        migrations.AlterField(
            model_name="sitewords",
            name="emergency_line",
            field=models.CharField(
                help_text="Stands at the foot of every page. Write {number} where the emergency number belongs.",
                max_length=200,
                verbose_name="emergency line",
            ),
        ),
    ]
