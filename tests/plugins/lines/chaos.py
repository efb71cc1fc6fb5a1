#!/usr/bin/env python3
"""A plugin that speaks in lines and misbehaves as its setting `behaviour` says."""
import json
import os
import sys
import time


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def frame(kind, **members):
    say(json.dumps({"frame": kind, **members}))


def hello(**other):
    frame("hello", **{"id": "chaos-py", "version": "1", "summary": "Misbehaves",
                      "capabilities": ["tidemark.runner/1", "tidemark.comparator/1"], **other})


AT_LOAD = {
    "hang": lambda: time.sleep(600),
    "exit 3 at load": lambda: sys.exit(3),
    "another id": lambda: hello(id="somebody"),
    "no capability": lambda: hello(capabilities=[]),
    "an unknown capability": lambda: hello(capabilities=["tidemark.teapot/1"]),
    "no version": lambda: hello(version=""),
    "words at load": lambda: say("Loading the model..."),
    "refuse": lambda: frame("refused", error="no behaviour today"),
}
AT_CALL = {
    "words": lambda call: say("thinking..."),
    "no object": lambda call: say("[1]"),
    "no frame": lambda call: say("{}"),
    "a frame of ours": lambda call: frame("submit", call=call),
    "no call": lambda call: frame("done", output=1),
    "no output": lambda call: frame("done", call=call),
    "an unknown status": lambda call: frame("done", call=call, status="fine", output=1),
    "another call": lambda call: frame("done", call=call + 1000, output=1),
    "twice": lambda call: [frame("done", call=call, output=1) for _ in range(2)],
    "exit 0": lambda call: os._exit(0),
    "exit 7 saying why": lambda call: [sys.stderr.write("out of cheese\n"), sys.stderr.flush(), os._exit(7)],
    "kill itself": lambda call: os.kill(os.getpid(), 9),
    "close stdout": lambda call: [os.close(1), time.sleep(600)],
    "an endless line": lambda call: [sys.stdout.write("x" * (1 << 20)) for _ in range(64)],
    "a large output": lambda call: frame("done", call=call, output="x" * (17 << 20)),
    "hang": lambda call: time.sleep(600),
    "fail": lambda call: frame("done", call=call, status="failed", error="no such customer"),
    "fail silently": lambda call: frame("done", call=call, status="failed"),
    "invalid": lambda call: frame("done", call=call, status="invalid_output", error="half an answer"),
    "facts": lambda call: frame("done", call=call, output=1, facts={"cost": 0.25, "model": "m-1"}),
    "wrong facts": lambda call: frame("done", call=call, output=1, facts={"cost": "much"}),
    "more members": lambda call: frame("done", call=call, output=1, mood="good"),
    "where am I": lambda call: frame("done", call=call, output=sorted(os.environ)),
}


def compare(behaviour, call):
    if behaviour == "another call":
        return frame("compared", call=call + 1, score=1)
    if behaviour == "fail":
        return frame("compared", call=call, status="failed", error="no likeness")
    if behaviour == "no score":
        return frame("compared", call=call, score="high")
    frame("compared", call=call, score=0.5, explanation="half alike")


def main():
    behaviour = json.loads(sys.stdin.readline())["config"].get("behaviour", "")
    AT_LOAD.get(behaviour, hello)()
    for line in sys.stdin:
        message = json.loads(line)
        if message["frame"] == "submit":
            AT_CALL.get(behaviour, lambda call: frame("done", call=call, output=message["input"]))(message["call"])
        elif message["frame"] == "compare":
            compare(behaviour, message["call"])
        elif message["frame"] == "stop" and behaviour == "outlive":
            time.sleep(600)


main()
