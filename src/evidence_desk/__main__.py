"""`python -m evidence_desk` is `evidence-desk`."""

import sys

from evidence_desk.cli import main

sys.exit(main())
