"""`python -m bot` is `otklik`."""

import sys

from bot.main import main

sys.exit(main())
