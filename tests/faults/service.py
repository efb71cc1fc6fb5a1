"""The workspace of world.py behind HTTP: its automations are one service on loopback, which counts the calls that it served and at
times answers none, in bursts."""
import collections
import http.server
import json
import os
import pathlib
import signal
import threading

from world import YAML, World

REFUSALS = {"429": (429, {"Retry-After": "1"}), "503": (503, {}), "529": (529, {"Retry-After": "0"}), "drop": (0, {})}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        status, headers, body = self.server.world.served(asked)
        if not status:
            self.close_connection = True
            return self.connection.close()
        self.send_response(status)
        for header in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 64

    def handle_error(self, *_):
        pass  # who asked is dead


class ServiceWorld(World):
    in_flight = 3  # of both automations, since a service's calls share no machine

    def __init__(self, binary):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.world = self
        self.lock, self.served_calls, self.requests, self.bursts = threading.Lock(), 0, 0, {}
        self.refused = collections.Counter()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        super().__init__(binary, floating=True)

    def inventory(self):
        url = f"http://127.0.0.1:{self.server.server_port}/"
        return YAML.replace("plugin: process, command: [./run], mode: exec", f'plugin: http, url: "{url}"')

    def remove(self):
        self.server.shutdown()
        self.server.server_close()
        super().remove()

    def reset(self, files):
        self.served_calls, self.bursts = 0, {}
        super().reset(files)

    def calls(self):
        return self.served_calls

    def burst(self, chance):
        """Some time from now the service refuses a few requests in a row, whoever makes them."""
        with self.lock:
            begin = self.requests + chance.randint(1, 60)
            self.bursts.update((begin + i, chance.choice(sorted(REFUSALS))) for i in range(chance.randint(1, 3)))

    def served(self, asked):
        with self.lock:
            self.requests += 1
            refusal = self.bursts.pop(self.requests, None)
            if refusal:
                self.refused[refusal] += 1
                return (*REFUSALS[refusal], b"not now")
            self.served_calls += 1
            self.kill_worker_at(self.served_calls)
        words = dict(line.split() for line in (self.work / "words").read_text().splitlines())
        return 200, {}, json.dumps(words[asked]).encode()

    def kill_worker_at(self, call):
        """As world.py's automations do at the call that ../kill names."""
        path = self.place / "kill"
        if not path.exists() or call < int(path.read_text()):
            return
        path.unlink()
        for one in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                here = str((one / "cwd").readlink()).startswith(str(self.place))
                if here and b"\0worker" in (one / "cmdline").read_bytes():
                    return os.kill(int(one.name), signal.SIGKILL)
            except OSError:
                pass
