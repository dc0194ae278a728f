"""The trial finder: filling its tables, reading what a reader asks, looking it up, and ways on when nothing is found."""
