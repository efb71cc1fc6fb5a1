#!/usr/bin/env python3
"""The smallest plugin in Python: upper case of a text. Copy it; docs/line-plugins.md says what the frames mean."""
import json
import sys

HELLO = {"frame": "hello", "id": "uppercase-py", "version": "1.0.0", "summary": "Turns a text into upper case (example in Python)",
         "capabilities": ["tidemark.runner/1"]}


def say(**frame):
    print(json.dumps(frame), flush=True)


def run(text):
    if not isinstance(text, str):
        raise TypeError("the input is no text")
    return text.upper()


def main():
    load = json.loads(sys.stdin.readline())
    if load["config"]:
        return say(frame="refused", error=f"there is no setting {next(iter(load['config']))}")
    say(**HELLO)
    for line in sys.stdin:
        frame = json.loads(line)
        if frame["frame"] != "submit":
            continue  # a call that is answered before the next one is read needs no cancel
        try:
            say(frame="done", call=frame["call"], output=run(frame["input"]))
        except Exception as failure:
            say(frame="done", call=frame["call"], status="failed", error=str(failure))


main()
