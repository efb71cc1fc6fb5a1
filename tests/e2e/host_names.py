#!/usr/bin/env python3
"""Where a service's host name may lead: host_names.py TIDEMARK. Needs a network and a mount namespace of its own, in which the names and
the addresses are ours; without the right to them it is skipped (77).

A name is followed to whatever address it has, this machine's own among them, but not out of the network that it led to first.
"""
import fcntl
import http.server
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
import transcript  # noqa: E402

INSIDE = "inside-a-namespace"
WORLD = "203.0.113.7"  # of a documentation network, so nobody's; here an address of the loopback interface
NAME = "triage.example"
WORKSPACE = """tidemark: 1
defaults: {{owners: {{technical: tools@example.com, operational: desk@example.com}}}}
automations:
  triage:
    title: Asks a service
    deterministic: true
    uses: []
    replay:
      runner: {{plugin: http, url: "http://{host}:{port}/", timeout: {timeout}, idempotent: false}}
      golden: golden.jsonl
      compare: [{{comparator: exact}}]
"""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.server.seen += 1
        self.send_response(200 if self.server.to is None else 307)
        if self.server.to:
            self.send_header("Location", self.server.to)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b'"late"')

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, address, port=0):
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.seen, self.to = 0, None
        super().__init__((address, port), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def own_network():
    """The loopback interface up, with the world's address beside its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        get_flags, set_flags, set_address = 0x8913, 0x8914, 0x8916
        flags = struct.unpack("16sh", fcntl.ioctl(control, get_flags, struct.pack("16sh", b"lo", 0)))[1]
        fcntl.ioctl(control, set_flags, struct.pack("16sh", b"lo", flags | 1))
        fcntl.ioctl(control, set_address,
                    struct.pack("16sH2s4s8s", b"lo:1", socket.AF_INET, bytes(2), socket.inet_aton(WORLD), bytes(8)))


class Desk:
    def __init__(self, binary, place):
        self.place, self.work = place, place / "work"
        for name in ("work", "home", "state"):
            (place / name).mkdir()
        self.variables = transcript.environment(binary, place)
        (self.work / "golden.jsonl").write_text('{"id":"one","input":"my parcel"}\n')
        for name, file in (("hosts", "/etc/hosts"), ("resolv", "/etc/resolv.conf")):
            (place / name).write_text("")
            subprocess.run(["mount", "--bind", place / name, os.path.realpath(file)], check=True)
        (place / "resolv").write_text("nameserver 127.0.0.1\n")

    def asked(self, host, *addresses, port, timeout="20s"):
        """What `record` says of a service at that host, whose name has these addresses."""
        (self.place / "hosts").write_text("".join(f"{address} {NAME}\n" for address in addresses))
        (self.work / "tidemark.yaml").write_text(WORKSPACE.format(host=host, port=port, timeout=timeout))
        done = subprocess.run(["tidemark", "record", "triage"], cwd=self.work, env=self.variables, capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr


def require(truth, sentence, *shown):
    if not truth:
        sys.exit("\n".join([sentence, *map(str, shown)]))


def followed(desk):
    """However an address is written and wherever it is: what the inventory names is asked."""
    here, there, six = Server("127.0.0.1"), Server(WORLD), Server("::1")
    for server, host, *addresses in [
            (there, NAME, WORLD), (here, NAME, "127.0.0.1"), (six, NAME, "::1"), (here, NAME, "::ffff:127.0.0.1"),
            (here, "2130706433"), (here, "0.0.0.0"), (here, "[::ffff:127.0.0.1]"), (six, "[::1]"), (here, "127.1")]:
        server.seen = 0
        said = desk.asked(host, *addresses, port=server.server_port)
        require("1 case x 9 control runs" in said and server.seen == 10, f"{host} {addresses} is asked, {server.seen} times", said)
    # The first address does not answer, the second, in the same network, does.
    said = desk.asked(NAME, "127.0.0.2", "127.0.0.1", port=here.server_port)
    require("1 case x 9 control runs" in said, "a name with two addresses", said)


def not_followed(desk):
    """A name with an address at which nobody answers, and one in another network, where somebody would."""
    for listens, *addresses in [("127.0.0.1", WORLD, "0.0.0.0"), ("127.0.0.1", WORLD, "::ffff:127.0.0.1"),
                                (WORLD, "127.0.0.1", WORLD), (WORLD, "::1", WORLD)]:
        server = Server(listens)
        said = desk.asked(NAME, *addresses, port=server.server_port)
        require("the host's name leads into another network than before, which is not followed" in said, f"{addresses}", said)
        require(server.seen == 0, f"{addresses}: asked {server.seen} times", said)


def redirected(desk):
    """Another spelling of where the name leads is another origin."""
    server = Server("127.0.0.1")
    for to in ("127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254"):
        server.to = f"http://{to}:{server.server_port}/"
        said = desk.asked(NAME, "127.0.0.1", port=server.server_port)
        require("the server redirects to another origin, which is not followed" in said, server.to, said)


def without_address(desk):
    """A name that nobody knows, and one of which nobody says anything."""
    said = desk.asked(NAME, port=80)
    require(f"unavailable: the connection failed: Could not resolve host: {NAME}" in said, "an unknown name", said)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 53))
        said = desk.asked(NAME, port=80, timeout="1s")
        require("no answer came" in said, "a name server that says nothing", said)


def main():
    if INSIDE not in sys.argv:
        tried = subprocess.run(["unshare", "-rnm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
        if tried.returncode != 0:
            print(f"skipped: {tried.stderr.decode().strip()}")
            sys.exit(77)
        os.execvp("unshare", ["unshare", "-rnm", sys.executable, *sys.argv, INSIDE])
    own_network()
    with tempfile.TemporaryDirectory(prefix="host-names-") as folder:
        desk = Desk(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(folder).resolve())
        for story in (followed, not_followed, redirected, without_address):
            story(desk)
    print("names lead where they led first")


if __name__ == "__main__":
    main()
