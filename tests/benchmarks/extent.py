"""How much is measured: the whole size with ``PORTAL_BENCHMARK=full``, a small one in the build."""

import os

IS_FULL = os.environ.get("PORTAL_BENCHMARK") == "full"
