"""The routing API: says which queue a ticket belongs to.

It owns the classifier: one fasttext child answers line by line for as long as the API lives.
"""

import pathlib
import re
import subprocess
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODEL = ROOT / "models" / "ticket.ftz"


def normalise(text):
    """Lower case, words only, one line: the form in which the classifier was trained."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", text.lower())).split())


class RoutingApi:
    def __init__(self, model=MODEL):
        self._child = subprocess.Popen(
            ["fasttext", "predict-prob", str(model), "-", "1"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", bufsize=1)

    def route(self, text):
        try:
            self._child.stdin.write(normalise(text) + "\n")
            self._child.stdin.flush()
            answer = self._child.stdout.readline()
        except OSError as error:
            raise RuntimeError(f"the classifier does not take requests: {error}") from error
        found = re.fullmatch(r"__label__(\S+) ([0-9.]+)", answer.strip())
        if not found:
            raise RuntimeError(f"the classifier did not answer with a queue: {answer.strip()!r}")
        return {"request_id": str(uuid.uuid4()), "queue": found[1], "confidence": float(found[2])}

    def close(self):
        self._child.stdin.close()
        self._child.wait()
        self._child.stdout.close()
