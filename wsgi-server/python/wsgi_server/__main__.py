"""``python -m wsgi_server`` is the command ``wsgi-server``."""

import sys

from .command import main

sys.exit(main())
