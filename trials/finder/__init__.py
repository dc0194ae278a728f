"""The trial finder: filling its tables, reading what a reader asks, looking it up, ways on when nothing is found."""
