#!/usr/bin/env python3
"""A server on loopback that misbehaves as each request asks for. Prints its ports as JSON, then answers lines on
stdin: `count NAME` (requests with that name since last asked), `last NAME` (the newest one, as JSON), `release all` (answers
`later` once more, unasked).

usage: bad_server.py FOLDER    (for its certificates)

A request's name is its path. `answer` and `redirect` read the rest of the script from the request's JSON body; as a language
model (`v1/chat/completions`, `v1/messages`) it reads what to answer from the last message.
"""
import collections
import fcntl
import gzip
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import termios
import threading
import time

counts = collections.Counter()
last = {}
HELD = []  # sockets that are never served
LATER = []  # what was answered and will be once more, unasked


def answer(body, status=200, headers=()):
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def scripted(link, request):
    script = json.loads(request["body"])
    link.sendall(answer(script.get("body", "").encode("utf-8", "surrogateescape"), script.get("status", 200),
                        script.get("headers", {}).items()))
    return True


def model(link, request):
    script = json.loads(request["body"])["messages"][-1]["content"]
    return scripted(link, {"body": script if isinstance(script, str) else script[-1]["text"]})


def redirect(link, request):
    script = json.loads(request["body"]) if request["body"] else {"to": request["path"]}
    link.sendall(answer(b"", script.get("status", 302), [("Location", script["to"])]))
    return True


def echo(link, request):
    link.sendall(answer(json.dumps(request).encode(), headers=[("Content-Type", "application/json")]))
    return True


def packed(link, request):
    link.sendall(answer(gzip.compress(b'{"packed":true}'), headers=[("Content-Encoding", "gzip")]))
    return True


def bomb(link, _):
    link.sendall(answer(gzip.compress(bytes(64 << 20)), headers=[("Content-Encoding", "gzip")]))


def silent(link, _):
    link.recv(1)  # until the other side goes


def drip(link, request):
    link.sendall(b'HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n"')
    silent(link, request)


def says(*pieces):
    def deed(link, _):
        for piece in pieces:
            link.sendall(piece)
    return deed


def for_ever(start, piece):
    def deed(link, _):
        link.sendall(start)
        while True:
            link.sendall(piece)
    return deed


FIRST, SECOND = b'{"first":true}', b'{"second":true}'


def twice(link, _):
    link.sendall(answer(FIRST) + answer(SECOND))
    return True


def later(link, _):
    link.sendall(answer(FIRST))
    LATER.append(link)
    return True


def release():
    while LATER:
        link = LATER.pop()
        link.sendall(answer(SECOND))
        # Until the other side has it.
        while int.from_bytes(fcntl.ioctl(link, termios.TIOCOUTQ, bytes(4)), sys.byteorder):
            time.sleep(0.001)


CHUNKED = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"
DEEDS = {
    "answer": scripted, "redirect": redirect, "echo": echo, "packed": packed, "bomb": bomb, "silent": silent, "drip": drip,
    "twice": twice, "later": later, "v1/chat/completions": model, "v1/messages": model,
    "close": says(),
    "no-utf8": says(b'HTTP/1.1 200 X\r\nContent-Length: 3\r\n\r\n"\xff"'),
    "no-utf8-error": says(b"HTTP/1.1 500 X\r\nContent-Length: 2\r\n\r\n\xff\xfe"),
    "half-headers": says(b"HTTP/1.1 200 X\r\nContent-Le"),
    "half-body": says(b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n{"),
    "half-chunk": says(CHUNKED + b"10\r\n{"),
    "long-body": says(b'HTTP/1.1 200 X\r\nContent-Length: 4\r\n\r\n{"a":1}'),
    "endless": for_ever(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "gigabyte": for_ever(b"HTTP/1.1 200 X\r\nContent-Length: 1073741824\r\n\r\n", b"x" * 65536),
    "many-headers": says(b"HTTP/1.1 200 X\r\n" + b"".join(b"A%d: b\r\n" % i for i in range(10000)) + b"\r\n{}"),
    "large-header": says(b"HTTP/1.1 200 X\r\nA: " + b"b" * (1 << 20) + b"\r\n\r\n{}"),
    "continues": for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "http09": says(b"hello, I am old"),
    "garbage": says(b"HTTP/1.1 abc def\r\n\r\n{}"),
}


def read_request(link, rest):
    while b"\r\n\r\n" not in rest:
        got = link.recv(65536)
        if not got:
            return None, b""
        rest += got
    head, _, rest = rest.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    while len(rest) < int(headers.get("content-length", 0)):
        rest += link.recv(65536)
    size = int(headers.get("content-length", 0))
    method, path, _ = first.split(" ")
    return {"method": method, "path": path, "headers": headers, "body": rest[:size].decode()}, rest[size:]


def serve(link, context):
    counts["connections"] += 1
    try:
        if context:
            link = context.wrap_socket(link, server_side=True)
        rest = b""
        while True:
            request, rest = read_request(link, rest)
            if request is None:
                break
            name = request["path"].lstrip("/").partition("?")[0]
            counts[name] += 1
            last[name] = request
            if not DEEDS.get(name, echo)(link, request):
                break
    except Exception:
        pass  # the other side is gone, or asked for what is no script
    link.close()


def listen(context=None, name=None):
    door = socket.create_server(("127.0.0.1", 0), backlog=512)

    def accept():
        while True:
            link, _ = door.accept()
            if name:
                counts[name] += 1
            threading.Thread(target=serve, args=(link, context), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
    return door.getsockname()[1]


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


CA = """[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
"""


def certificate(folder, name, subject, *dates):
    openssl(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key",
            "-out", f"{name}.csr", "-subj", f"/CN={name}", "-addext", f"subjectAltName={subject}")
    openssl(folder, "ca", "-batch", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-in", f"{name}.csr",
            "-out", f"{name}.pem", "-notext", *dates)
    return context_of(folder, name)


def context_of(folder, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


def authority(folder):
    """The folder, where certificates can be made from now on."""
    (folder / "ca.cnf").write_text(CA)
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("01\n")
    for name in ("ca", "alone"):
        openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                f"{name}.key", "-out", f"{name}.pem", "-days", "30", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1")
    return folder


def tls_ports(folder):
    authority(folder)
    contexts = {
        "good": certificate(folder, "good", "IP:127.0.0.1", "-days", "30"),
        "expired": certificate(folder, "expired", "IP:127.0.0.1", "-startdate", "20200101000000Z", "-enddate", "20200102000000Z"),
        "wrong_host": certificate(folder, "wrong_host", "DNS:elsewhere.example", "-days", "30"),
        "self_signed": context_of(folder, "alone"),
    }
    return {name: listen(context) for name, context in contexts.items()}


def unserved(listening):
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    if listening:
        door.listen(64)
    HELD.append(door)
    return door.getsockname()[1]


def main():
    folder = pathlib.Path(sys.argv[1])
    ports = {"plain": listen(), "other": listen(name="other"), "deaf": unserved(True), "closed": unserved(False)}
    print(json.dumps({**ports, **tls_ports(folder)}), flush=True)
    answer_questions()


def answer_questions():
    for line in sys.stdin:
        what, name = line.split()
        if what == "release":
            release()
        print(json.dumps(last.pop(name, None)) if what == "last" else counts.pop(name, 0), flush=True)


if __name__ == "__main__":
    main()
