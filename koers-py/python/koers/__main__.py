"""`python -m koers`: the command `koers`."""

import sys

from koers.cli import main

if __name__ == "__main__":
    sys.exit(main())
