import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0005_moderation_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="erasure",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by whom of the staff",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="what",
            field=models.CharField(
                choices=[("message", "everything about the message"), ("contact", "name and address of the sender")],
                default="message",
                max_length=8,
                verbose_name="what was erased",
            ),
        ),
        migrations.AlterField(
            model_name="erasure",
            name="asked_by",
            field=models.CharField(
                choices=[
                    ("sender", "the sender, on the status page"),
                    ("request", "the sender, by letter or e-mail"),
                    ("staff", "a moderator"),
                    ("rule", "our rule: some days after the decision"),
                ],
                max_length=8,
                verbose_name="on whose wish",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_by__in", ["rule", "sender"]), _negated=True), ("by__isnull", True), _connector="OR"
                ),
                name="submissions_erasure_rule_is_nobody",
            ),
        ),
    ]
