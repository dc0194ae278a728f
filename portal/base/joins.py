"""Records of apps further up that point at a record, reached without importing those apps."""


def pointing_at(record, relation, *relatives):
    """Return the published records whose many-to-many ``relation`` leads to ``record``, in the reader's language.

    ``relation`` is the reverse name on the record's model, for example "therapies" on a condition. Links made from
    another language's version of the record count too, and links to any of ``relatives``.
    """
    field = type(record)._meta.get_field(relation)
    return field.related_model.objects.public().about(record, *relatives, through=field.field.name)


def pointed_at(record, relation):
    """Return the published records a many-to-many ``relation`` of ``record`` leads to, in the reader's language."""
    manager = getattr(record, relation)
    keys = [other.translation_key for other in manager.all()]
    return manager.model.objects.public().filter(translation_key__in=keys).order_by_name()
