"""``python -m wsgi_spring_boot`` is the command ``wsgi-server``."""

import sys

from .command import main

sys.exit(main())
