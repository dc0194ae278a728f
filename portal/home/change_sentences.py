"""What readers are told of a change, so that an old sentence never makes a therapy look approved that is not today."""

from django.db.models import prefetch_related_objects

from therapies.models import Therapy
from therapies.presenters import not_approved_today


def sentences_of(notes) -> dict[int, str]:
    """Return the sentence of each note by its key; one on a therapy that is not approved says where it stands today.

    The subjects of the notes were fetched. Two queries where there are therapies among them.
    """
    therapies = [note.subject for note in notes if isinstance(note.subject, Therapy)]
    prefetch_related_objects(therapies, "authorisations__events")
    today = {therapy: not_approved_today(therapy) for therapy in therapies}
    return {note.pk: " ".join(filter(None, (note.sentence, today.get(note.subject)))) for note in notes}
