"""Lists every problem of all resource files: `python -m evidence_desk.handbook.selfcheck [OVERRIDES]`."""

import sys
from pathlib import Path

from evidence_desk.errors import InputError
from evidence_desk.handbook.book import load_handbook
from evidence_desk.resources import resource_folder

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Check the bundled resources, or one's own folder over them; return an exit code."""
    overrides = Path(arguments[0]) if arguments else None
    try:
        load_handbook(resource_folder(), overrides=overrides).check_everything()
    except InputError as error:
        for problem in error.problems:
            sys.stdout.write(f"{problem.file}: {problem.message.zh} {problem.hint.zh}\n")
        return error.exit_code
    sys.stdout.write("ok\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
