from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0006_list_of_erasures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="submissionevent",
            name="act",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("claimed", "taken by a moderator"),
                    ("released", "given back to the queue"),
                    ("asked", "question asked"),
                    ("answered", "answered by the sender"),
                    ("approved", "approved"),
                    ("declined", "declined"),
                    ("taken back", "taken back by the sender"),
                    ("replaced", "replaced by a newer version"),
                    ("exported", "data handed to the sender"),
                    ("drafted", "made into a draft"),
                    ("changed", "draft changed by a moderator"),
                    ("merged", "made into a change of an existing entry"),
                    ("entry chosen", "entry chosen by a moderator"),
                    ("approved once", "approved by the first of two"),
                    ("second opinion", "second opinion asked for"),
                    ("noted", "note for staff"),
                    ("undone", "decision taken back"),
                    ("taken down", "story taken off the site"),
                    ("confirmed", "sender says it may stay"),
                    ("asked again", "sender asked whether it may stay"),
                    ("contact deleted", "contact data deleted"),
                ],
                max_length=16,
                verbose_name="what",
            ),
        ),
    ]
