#!/usr/bin/env python3
import json
import sys

load = json.loads(sys.stdin.readline())
unknown = sorted(load["config"].keys() - {"word"})
if unknown:
    print(json.dumps({"frame": "refused", "error": f"there is no setting {unknown[0]}"}), flush=True)
    sys.exit()
print(json.dumps({"frame": "hello", "id": load["id"], "version": "1", "summary": "Greets whoever wrote",
                  "capabilities": ["tidemark.runner/1"]}), flush=True)
for line in sys.stdin:
    frame = json.loads(line)
    if frame["frame"] == "submit":
        output = f"{load['config'].get('word', 'Hello')}, {frame['input']}!"
        print(json.dumps({"frame": "done", "call": frame["call"], "output": output}), flush=True)
