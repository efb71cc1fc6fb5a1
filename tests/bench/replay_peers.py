"""Peers that replay over HTTP: promptfoo and vitest from npm, and wrk from Debian as the limit."""
import json
import os
import shutil
import subprocess

PROMPTFOO, VITEST = "0.121.20", "4.1.12"
QUIET = {"PROMPTFOO_DISABLE_TELEMETRY": "1", "PROMPTFOO_DISABLE_UPDATE": "1", "PROMPTFOO_CACHE_ENABLED": "false",
         "PROMPTFOO_DISABLE_REMOTE_GENERATION": "true", "CI": "1"}

SPEC = """import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const cases = readFileSync('cases.jsonl', 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
for (const { id, input, expect: expected } of cases) {
  test.concurrent(id, async () => {
    const response = await fetch('URL', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) });
    expect(await response.json()).toEqual(expected);
  });
}
"""


def install(folder):
    """Once; promptfoo brings several hundred packages."""
    modules = folder / "node_modules"
    if not (modules / "promptfoo").exists() or not (modules / "vitest").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps({"name": "peers", "private": True}))
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--save-exact",
                        f"promptfoo@{PROMPTFOO}", f"vitest@{VITEST}"], cwd=folder, check=True)
    return modules


def empty(folder, modules):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "node_modules").symlink_to(modules)
    return folder


def promptfoo_command(modules, concurrency):
    return ["node", str(modules / "promptfoo/dist/src/entrypoint.js"), "eval", "-c", "promptfooconfig.json",
            "-j", str(concurrency), "--no-cache", "--no-progress-bar", "--no-table", "-o", "result.json"]


def promptfoo_config(url, cases, template="{{input | dump | safe}}"):
    """Each case with its expected answer: JSON, and equal."""
    tests = [{"description": one["id"], "vars": {"input": one["input"]},
              "assert": [{"type": "is-json"}, {"type": "equals", "value": one["expect"]}]} for one in cases]
    provider = {"id": url, "config": {"method": "POST", "headers": {"Content-Type": "application/json"},
                                      "body": "{{prompt}}", "transformResponse": "text"}}
    return {"prompts": [template], "providers": [provider], "tests": tests}


def promptfoo(folder, modules, url, cases, concurrency, home):
    """The command, its folder and its environment."""
    empty(folder, modules)
    (folder / "promptfooconfig.json").write_text(json.dumps(promptfoo_config(url, cases)))
    return promptfoo_command(modules, concurrency), folder, {**QUIET, "PROMPTFOO_CONFIG_DIR": str(home / "promptfoo"), "HOME": str(home)}


def vitest(folder, modules, url, cases, concurrency):
    empty(folder, modules)
    (folder / "cases.jsonl").write_text("".join(json.dumps(one) + "\n" for one in cases))
    (folder / "replay.test.mjs").write_text(SPEC.replace("URL", url))
    (folder / "package.json").write_text(json.dumps({"name": "bench", "type": "module", "private": True}))
    command = ["node", str(modules / "vitest/vitest.mjs"), "run", "--reporter=dot",
               f"--maxConcurrency={concurrency}", "--testTimeout=60000"]
    return command, folder, {"CI": "1"}


def wrk(place, url, body, concurrency, seconds=2):
    """Requests a second, or None where wrk is not installed."""
    if shutil.which("wrk") is None:
        return None
    script = place / "post.lua"
    script.write_text(f"wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [[{body}]]\n")
    said = subprocess.run(["wrk", "-t1", f"-c{concurrency}", f"-d{seconds}s", "-s", str(script), url], check=True,
                          stdout=subprocess.PIPE, text=True, env=os.environ).stdout
    return float(said.split("Requests/sec:")[1].split()[0])
