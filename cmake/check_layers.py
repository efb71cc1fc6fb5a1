#!/usr/bin/env python3
"""Fails on an #include that the house does not allow: check_layers.py ROOT.

ARROWS names, for every module, the modules it may see; FOREIGN names, for every foreign library, the
one module that may include it, and never from a header of ours. Whatever is neither there nor in OPEN
is refused, so that a new library is a decision. docs/architecture.md says why.
"""
import pathlib
import re
import sys

VALUES = ["core/base", "core/model", "core/json", "core/text"]
ARROWS = {
    "core/base": [],
    "core/model": ["core/base"],
    "core/json": ["core/base"],
    "core/text": ["core/base"],
    "core/sdk": [],
    "core/yaml": VALUES,
    "core/contract": VALUES + ["core/yaml"],
    "core/git": VALUES,
    "core/graph": VALUES,
    "core/ledger": VALUES,
    "core/host": VALUES + ["core/sdk"],
    "core/inventory": VALUES + ["core/yaml", "core/git"],
    "core/change": VALUES + ["core/git", "core/contract"],
    "core/impact": VALUES + ["core/graph", "core/contract"],
    "core/query": VALUES + ["core/graph", "core/ledger"],
    "core/policy": VALUES + ["core/graph"],
    "replay/stats": [],
    "replay/golden": VALUES,
    "replay/harvest": VALUES,
    "replay/plan": VALUES,
    "replay/compare": VALUES,
    "replay/run": VALUES + ["core/host", "core/ledger"],
    "replay/verdict": VALUES + ["replay/stats"],
    "replay/report": VALUES,
    "replay/pipeline": ["core/*", "replay/golden", "replay/harvest", "replay/plan", "replay/run", "replay/compare",
                        "replay/stats", "replay/verdict"],
    "replay/cli": ["core/*", "replay/*"],
    "plugins/kit": [],
    "plugins/web": ["plugins/kit"],
    "plugins/*": ["plugins/kit", "plugins/web"],
    "tests/*": ["core/*", "replay/*", "plugins/*", "tests/*"],
}
FOREIGN = {
    "openssl/": "core/base", "re2/": "core/text", "nlohmann/": "core/json", "simdjson": "core/json",
    "yaml-cpp/": "core/yaml", "git2": "core/git", "zlib": "core/git", "boost/graph/": "core/graph",
    "boost/dll": "core/host", "boost/asio": "core/host", "SQLiteCpp/": "core/ledger",
    "sqlite3": "core/ledger", "boost/math/": "replay/stats", "CLI/": "replay/cli",
    "pugixml": "replay/report",
}
# What every module may include: the standard library but <regex>, which dies on long texts, and the system's headers.
OPEN = set("""
    algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes
    climits clocale cmath compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef
    cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution filesystem forward_list
    fstream functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list
    locale map memory memory_resource mutex new numbers numeric optional ostream queue random ranges ratio
    scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept stop_token streambuf
    string string_view syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map
    unordered_set utility valarray variant vector version
    stddef.h stdint.h
    dirent.h fcntl.h malloc.h poll.h pthread.h sched.h signal.h spawn.h unistd.h sys/eventfd.h sys/file.h sys/ioctl.h sys/mman.h sys/prctl.h
    sys/resource.h sys/signalfd.h sys/single_threaded.h sys/socket.h sys/stat.h sys/statfs.h sys/syscall.h sys/time.h sys/types.h
    sys/vfs.h sys/wait.h linux/magic.h linux/mman.h linux/openat2.h linux/filter.h linux/seccomp.h sanitizer/lsan_interface.h
""".split())
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')


def module_of(path):
    parts = pathlib.PurePosixPath(path).parts
    return "/".join(parts[:2]) if len(parts) > 2 else None


def allows(patterns, module):
    return any(module == p or (p.endswith("/*") and module.startswith(p[:-1])) for p in patterns)


def arrows_of(module):
    if module in ARROWS:
        return ARROWS[module]
    return ARROWS.get(module.split("/")[0] + "/*")


def is_own(module, target):
    """A plugin does not see the repository's root; its own files are beside each other."""
    return module.startswith("plugins/") and "/" not in target


def foreign_complaint(path, module, target):
    """For <...>, which is no file of ours but the SDK's."""
    if target.startswith("tidemark/"):
        seen = module == "core/sdk" or allows(arrows_of(module), "core/sdk")
        return None if seen else f"{module} must not know core/sdk"
    if target in OPEN or target.startswith("fmt/"):
        return None
    for prefix, home in FOREIGN.items():
        if target.startswith(prefix):
            fits = module == home and not path.endswith((".h", ".hpp"))
            return None if fits else f"<{target}> belongs into the sources of {home}"
    return f"<{target}> is of no library that check_layers.py knows"


def complaint(path, module, kind, target):
    other = module_of(target)
    if other and other.split("/")[0] in ("core", "replay", "plugins", "tests"):
        if other != module and not allows(arrows_of(module), other):
            return f"{module} must not know {other}"
    elif kind == '"' and not target.startswith("tidemark/") and not is_own(module, target):
        return f'"{target}" is not a path from the repository\'s root'
    if module.split("/")[0] in ("plugins", "tests") or kind == '"':
        return None
    return foreign_complaint(path, module, target)


def main(root):
    seen, bad = 0, []
    for path in sorted(p for folder in ("core", "replay", "plugins", "tests")
                       for p in (root / folder).rglob("*") if p.suffix in (".cpp", ".hpp", ".h")):
        name = path.relative_to(root).as_posix()
        module = module_of(name)
        if module is None or arrows_of(module) is None:
            bad.append(f"{name}:1: {module or name} is not a module that check_layers.py knows")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                seen += 1
                fact = complaint(name, module, *match.groups())
                if fact:
                    bad.append(f"{name}:{number}: {fact}")
    print("\n".join(bad) if bad else f"{seen} includes follow the arrows")
    return 1 if bad or seen == 0 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
