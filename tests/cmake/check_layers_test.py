#!/usr/bin/env python3
"""check_layers.py must fail on a planted wrong include and pass without it."""
import pathlib
import subprocess
import sys
import tempfile

CHECK = sys.argv[1]
PLANTED = [
    ("core/model/change.hpp", '#include "replay/verdict/judge.hpp"',
     "core/model/change.hpp:2: core/model must not know replay/verdict"),
    ("replay/golden/read.cpp", '#include "replay/compare/scrub.hpp"',
     "replay/golden/read.cpp:2: replay/golden must not know replay/compare"),
    ("core/graph/graph.cpp", "#include <git2.h>",
     "core/graph/graph.cpp:2: <git2.h> belongs into the sources of core/git"),
    ("core/git/git.hpp", "#include <git2.h>",
     "core/git/git.hpp:2: <git2.h> belongs into the sources of core/git"),
    ("core/git/git.h", "#include <git2.h>",
     "core/git/git.h:2: <git2.h> belongs into the sources of core/git"),
    ("core/base/hash.hpp", "#include <openssl/evp.h>",
     "core/base/hash.hpp:2: <openssl/evp.h> belongs into the sources of core/base"),
    ("core/graph/graph.cpp", "#include <boost/container/flat_map.hpp>",
     "core/graph/graph.cpp:2: <boost/container/flat_map.hpp> is of no library that check_layers.py knows"),
    ("core/graph/graph.hpp", "#include <lz4.h>",
     "core/graph/graph.hpp:2: <lz4.h> is of no library that check_layers.py knows"),
    ("replay/run/runner.cpp", "#include <spdlog/spdlog.h>",
     "replay/run/runner.cpp:2: <spdlog/spdlog.h> is of no library that check_layers.py knows"),
    ("replay/stats/scores.hpp", "#include <tidemark/plugin.h>",
     "replay/stats/scores.hpp:2: replay/stats must not know core/sdk"),
    ("plugins/process/process.cpp", '#include "core/base/error.hpp"',
     "plugins/process/process.cpp:2: plugins/process must not know core/base"),
    ("core/text/glob.cpp", '#include "glob.hpp"',
     'core/text/glob.cpp:2: "glob.hpp" is not a path from the repository\'s root'),
    ("core/surprise/new.cpp", "#include <vector>",
     "core/surprise/new.cpp:1: core/surprise is not a module that check_layers.py knows"),
]


def run(root):
    done = subprocess.run([sys.executable, CHECK, root], capture_output=True, text=True)
    return done.returncode, done.stdout.strip()


def plant(root, name, line):
    path = pathlib.Path(root) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#include <string>\n{line}\n", encoding="utf-8")


failures = 0
for name, line, expected in PLANTED:
    with tempfile.TemporaryDirectory() as root:
        plant(root, name, line)
        code, text = run(root)
        if (code, text) != (1, expected):
            failures += 1
            print(f"planted {line} in {name}: exit {code}, {text!r}, expected {expected!r}")
RIGHT = [
    ("core/model/change.hpp", '#include "core/base/place.hpp"'),
    ("core/git/git.cpp", "#include <git2.h>"),
    ("core/graph/graph.hpp", "#include <unistd.h>"),
    ("replay/report/text.cpp", "#include <fmt/format.h>"),
    ("core/host/worker.cpp", "#include <tidemark/plugin.h>"),
    ("plugins/process/process.cpp", "#include <re2/re2.h>"),
]
for name, line in RIGHT:
    with tempfile.TemporaryDirectory() as root:
        plant(root, name, line)
        if run(root) != (0, "2 includes follow the arrows"):
            failures += 1
            print(f"{line} in {name} is refused: {run(root)}")
print(f"{len(PLANTED) + len(RIGHT) - failures} passed, {failures} failed")
sys.exit(failures != 0)
