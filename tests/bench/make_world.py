#!/usr/bin/env python3
"""Makes a workspace of any size in a git repository of its own, the same for the same arguments.

make_world.py FOLDER --automations N [--uses 10] [--beside 0] [--form tidemark|nx|turbo]

Below vendors lie models and services, on these prompts, datasets, systems and packages, on these
automations in layers; one automation in a hundred closes a cycle. Every automation has a file of
about 1.7 KB. `--beside K` puts K files of its own and a golden set next to it, which it claims, and
a second commit changes two of the files. `--form` writes the automations and their uses of each other, without cycles,
as nx or turbo understand them; `--form tidemark --plain` is the same graph for us.
"""
import argparse
import json
import pathlib
import random
import subprocess

TEAMS = ["claims", "billing", "support", "logistics", "finance", "legal", "sales", "plant"]
VERBS = ["route", "summarise", "extract", "classify", "forecast", "draft", "match", "translate"]
NOUNS = ["tickets", "invoices", "contracts", "orders", "complaints", "shipments", "leads", "reports"]


def name_of(number):
    verb, noun = VERBS[number % 8], NOUNS[number // 8 % 8]
    return f"{verb}-{noun}-{number:05d}"


def shared(count):
    """The layers that many stand on: {kind: [(name, [uses])]}."""
    pick = random.Random(1)
    sizes = {"vendor": 3 + count // 300, "model": 8 + count // 60, "service": 8 + count // 60,
             "dataset": 5 + count // 40, "prompt": 5 + count // 20, "system": 5 + count // 40,
             "package": 5 + count // 80}
    below = {"vendor": [], "model": ["vendor"], "service": ["vendor"], "dataset": ["service"],
             "prompt": ["model"], "system": ["service", "dataset"], "package": []}
    made = {}
    for kind, size in sizes.items():
        made[kind] = []
        for i in range(size):
            uses = [f"{k}:{pick.choice(made[k])[0]}" for k in below[kind]]
            # Systems lean on each other both ways, as they do.
            if kind == "system" and i:
                uses.append(f"system:{kind}-{i - 1:04d}")
            if kind == "system" and i % 10 == 0 and i + 1 < size:
                uses.append(f"system:{kind}-{i + 1:04d}")
            made[kind].append((f"{kind}-{i:04d}", uses))
    return made


def automations(count, uses, layers, plain):
    """[(number, [ids used])]; `plain`: other automations only, without cycles."""
    pick = random.Random(2)
    for i in range(count):
        chosen = set()
        if i:
            for _ in range(6 if plain else pick.randint(0, 3)):
                # Mostly something near: what one team builds stands on its own.
                low = max(0, i - 200) if pick.random() < 0.9 else 0
                chosen.add(f"automation:{name_of(pick.randrange(low, i))}")
        if not plain:
            if i % 100 == 0 and i + 1 < count:
                chosen.add(f"automation:{name_of(i + 1)}")
                if i:
                    chosen.add(f"automation:{name_of(i - 1)}")
            while len(chosen) < uses:
                kind = pick.choice(["model", "service", "dataset", "prompt", "system", "package"])
                chosen.add(f"{kind}:{pick.choice(layers[kind])[0]}")
        yield i, sorted(chosen)


def automation_yaml(number, uses, beside):
    name, team = name_of(number), TEAMS[number % 8]
    folder = f"automations/{team}/{name}"
    lines = [f"""tidemark: 1
# {name}: see the runbook of team {team} before you change what it stands on.
automations:
  {name}:
    title: "{VERBS[number % 8].capitalize()} {NOUNS[number // 8 % 8]} for {team}"
    version: "{number % 9}.{number % 31}.{number % 7}"
    tier: {['critical', 'standard', 'standard', 'experimental'][number % 4]}
    owners:
      technical: {team}-engineering@example.com
      operational: {team}-operations@example.com
      escalation: head-of-{team}@example.com
    tags: [{team}, {VERBS[number % 8]}, {NOUNS[number // 8 % 8]}]
    review: {{every: {30 + number % 60}d}}
    changelog: https://wiki.example.com/{team}/{name}/changelog
    contact: "#{team}-automations"
    data_class: {['public', 'internal', 'confidential'][number % 3]}
    uses:"""]
    lines += [f"      - {use}" for use in uses]
    if not uses:
        lines[-1] += " []"
    if beside:
        lines.append(f"    files: [{folder}/**]")
    lines.append(f"""    replay:
      # Each case is one line of the golden set; answers are JSON.
      golden: {folder}/golden.jsonl
      runner:
        plugin: org.tidemark.process
        command: [python3, {folder}/run.py, --json]
        timeout: {5 + number % 20}s
        concurrency: {1 + number % 4}
        environment: [MODEL_KEY, {team.upper()}_TOKEN]
      compare:
        - {{at: /category, comparator: exact, primary: true}}
        - {{at: /summary, comparator: text}}
      scrub:
        - {{at: /timestamp}}
        - {{at: /text, pattern: 'ticket-[0-9]+', with: ticket-N}}
      gate: {{margin: 0.1, min_score: 0.{6 + number % 3}, within_margin: review}}
""")
    return folder, "\n".join(lines)


def golden_set(number):
    """Cases as inventories/helpdesk has them; those of one automation in ten say what they touch."""
    team, noun = TEAMS[number % 8], NOUNS[number // 8 % 8]
    lines = []
    for i in range(4 + number % 5):
        case = {"id": f"{noun}-{i:03d}", "input": {"text": f"{noun} of {team}, number {i}", "ticket": f"T-{i}"},
                "expect": {"category": f"{noun}-{i % 3}"}, "tags": [noun]}
        if number % 10 == 0:
            case["touches"] = [f"automation:{name_of(number)}"]
        if i == 0:
            case["critical"] = True
        lines.append(json.dumps(case))
    return "\n".join(lines) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_shared(root, layers):
    for kind, entities in layers.items():
        lines = ["tidemark: 1", f"{kind}s:"]
        for name, uses in entities:
            lines.append(f"  {name}:\n    title: {name.replace('-', ' ')}\n    version: \"2026-01\"")
            lines.append(f"    owners: {{technical: platform@example.com}}")
            vendor = [use for use in uses if use.startswith("vendor:")]
            if vendor:
                lines.append(f"    vendor: {vendor[0]}")
            lines.append(f"    uses: [{', '.join(u for u in uses if u not in vendor)}]")
        write(root / "inventory" / f"{kind}s.yaml", "\n".join(lines) + "\n")


def write_tidemark(root, arguments):
    layers = {} if arguments.plain else shared(arguments.automations)
    write(root / "tidemark.yaml", "tidemark: 1\ninventories: [inventory/**]\n"
          "policy: {unclassified: report}\n"
          "defaults: {owners: {operational: operations@example.com}}\n")
    write_shared(root, layers)
    for number, uses in automations(arguments.automations, arguments.uses, layers, arguments.plain):
        folder, text = automation_yaml(number, uses, arguments.beside)
        write(root / "inventory" / TEAMS[number % 8] / f"{name_of(number)}.yaml", text)
        yield number, folder


def write_nx(root, arguments):
    write(root / "nx.json", json.dumps({"plugins": [], "analytics": False}))
    write(root / "package.json", json.dumps({"name": "world", "private": True}))
    write(root / ".gitignore", "node_modules\n.nx\n")
    for number, uses in automations(arguments.automations, 0, {}, True):
        folder = f"automations/{TEAMS[number % 8]}/{name_of(number)}"
        project = {"name": name_of(number), "root": folder,
                   "implicitDependencies": [use.split(":")[1] for use in uses]}
        write(root / folder / "project.json", json.dumps(project, indent=2))
        yield number, folder


def write_turbo(root, arguments):
    write(root / "turbo.json", json.dumps({"tasks": {"build": {"dependsOn": ["^build"]}}}))
    write(root / "package.json", json.dumps({
        "name": "world", "private": True, "packageManager": "npm@10.0.0",
        "workspaces": ["automations/*/*"]}))
    write(root / ".gitignore", "node_modules\n.turbo\n")
    locked = {"": {"name": "world", "workspaces": ["automations/*/*"]}}
    for number, uses in automations(arguments.automations, 0, {}, True):
        folder = f"automations/{TEAMS[number % 8]}/{name_of(number)}"
        package = {"name": name_of(number), "version": "1.0.0",
                   "dependencies": {use.split(":")[1]: "*" for use in uses}}
        write(root / folder / "package.json", json.dumps(package, indent=2))
        locked[folder] = package
        locked[f"node_modules/{name_of(number)}"] = {"resolved": folder, "link": True}
        yield number, folder
    write(root / "package-lock.json", json.dumps({
        "name": "world", "lockfileVersion": 3, "requires": True, "packages": locked}, indent=2))


FORMS = {"tidemark": write_tidemark, "nx": write_nx, "turbo": write_turbo}


def git(root, *arguments):
    names = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0",
             "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *names, *arguments], check=True,
                   stdout=subprocess.DEVNULL)


def commit(root, message):
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def make(arguments):
    root = pathlib.Path(arguments.folder)
    root.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    folders = dict(FORMS[arguments.form](root, arguments))
    for number, folder in folders.items():
        for i in range(arguments.beside):
            write(root / folder / f"part{i}.py", f"# {folder} {i}\nprint({i})\n")
        if arguments.beside:
            write(root / folder / "golden.jsonl", golden_set(number))
    commit(root, "a world")
    if arguments.beside:
        for number in (arguments.automations // 50, arguments.automations // 30):
            write(root / folders[number] / "part0.py", "print('changed')\n")
        commit(root, "two files changed")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--automations", type=int, required=True)
    parser.add_argument("--uses", type=int, default=10)
    parser.add_argument("--beside", type=int, default=0)
    parser.add_argument("--form", choices=FORMS, default="tidemark")
    parser.add_argument("--plain", action="store_true")
    make(parser.parse_args())


if __name__ == "__main__":
    main()
