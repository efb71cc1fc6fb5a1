#!/usr/bin/env python3
"""check_format.py must fail on a planted file that is not formatted, name it, and pass without it."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(sys.argv[1])
SKIPPED = 77


def check(text):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / ".clang-format", folder)
        place = pathlib.Path(folder, "core/base")
        place.mkdir(parents=True)
        (place / "right.hpp").write_text("int right();\n", encoding="utf-8")
        (place / "planted.cpp").write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, ROOT / "cmake/check_format.py", folder], capture_output=True, text=True)
        return done.returncode, done.stdout


wrong, right = check("int  f( ) {return 1;}\n"), check("int f() { return 1; }\n")
if wrong[0] == SKIPPED:
    print(wrong[1], end="")
    sys.exit(SKIPPED)
assert wrong == (1, "core/base/planted.cpp:1: not as .clang-format says (clang-format -i core/base/planted.cpp)\n"
                    "1 of 2 files are formatted\n"), wrong
assert right == (0, "2 of 2 files are formatted\n"), right
