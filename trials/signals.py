"""What others may want to hear of: registry records were written many at once, which saves no object one by one."""

from django.dispatch import Signal

# Sent with ``trials``: the primary keys of the trials whose registry records were written.
registry_read = Signal()
