#!/usr/bin/env python3
"""bad_server.py over HTTP/2: a server on loopback that negotiates it by ALPN and misbehaves as each request's path says. It prints its
port and answers questions as that one does; `connections` counts those on which HTTP/2 was agreed on.

usage: h2_server.py FOLDER    (for its certificates)
"""
import gzip
import json
import pathlib
import socket
import sys
import threading

import h2.config
import h2.connection
import h2.events
from h2.errors import ErrorCodes

import bad_server
from bad_server import counts, last


class Link:
    """One connection: what it has to send waits for the other side's windows."""

    def __init__(self, link):
        self.link, self.waiting, self.asked, self.ends = link, {}, {}, False
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, validate_outbound_headers=False))

    def serve(self):
        self.h2.initiate_connection()
        while not self.ends:
            self.flush()
            got = self.link.recv(65536)
            if not got:
                return
            for event in self.h2.receive_data(got):
                self.take(event)
        self.flush()

    def take(self, event):
        if isinstance(event, h2.events.RequestReceived):
            headers = {name.decode(): value.decode() for name, value in event.headers}
            self.asked[event.stream_id] = {"method": headers[":method"], "path": headers[":path"], "headers": headers, "body": b""}
        elif isinstance(event, h2.events.DataReceived):
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            self.asked[event.stream_id]["body"] += event.data
        elif isinstance(event, h2.events.StreamEnded):
            request = self.asked.pop(event.stream_id)
            request["body"] = request["body"].decode()
            name = request["path"].lstrip("/").partition("?")[0]
            counts[name] += 1
            last[name] = request
            DEEDS.get(name, echo)(self, event.stream_id, request)

    def begin(self, stream, headers=()):
        self.h2.send_headers(stream, [(":status", "200"), *headers])

    def say(self, stream, body, ends=True):
        """Sends what the windows allow, and the rest when they open."""
        self.waiting[stream] = (self.waiting.get(stream, (b"", False))[0] + body, ends)

    def flush(self):
        for stream, (body, ends) in list(self.waiting.items()):
            while body and (room := min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)):
                self.h2.send_data(stream, body[:room])
                body = body[room:]
            self.waiting[stream] = (body, ends)
            if not body:
                self.waiting.pop(stream)
                if ends:
                    self.h2.end_stream(stream)
        self.link.sendall(self.h2.data_to_send())


def answer(link, stream, body, headers=()):
    link.begin(stream, headers)
    link.say(stream, body)


def echo(link, stream, request):
    answer(link, stream, json.dumps(request).encode())


def packed(link, stream, _):
    answer(link, stream, gzip.compress(b'{"packed":true}'), [("content-encoding", "gzip")])


def bomb(link, stream, _):
    answer(link, stream, gzip.compress(bytes(64 << 20)), [("content-encoding", "gzip")])


def endless(link, stream, _):
    answer(link, stream, bytes(32 << 20))


def reset(code, started=False):
    def deed(link, stream, _):
        if started:
            link.begin(stream)
            link.say(stream, b'{"half":', ends=False)
            link.flush()
        link.h2.reset_stream(stream, code)
    return deed


def refuse_once(link, stream, request):
    if counts["refuse-once"] == 1:
        return reset(ErrorCodes.REFUSED_STREAM)(link, stream, request)
    answer(link, stream, b'{"second":true}')


def goaway(link, stream, _):
    """Answers, and takes no further request on this connection."""
    answer(link, stream, b'{"last":true}')
    link.flush()
    link.h2.close_connection(last_stream_id=stream)
    link.ends = True


def goaway_unserved(link, stream, _):
    """Says that this request was not looked at, the first time."""
    if counts["goaway-unserved"] > 1:
        return answer(link, stream, b'{"second":true}')
    link.h2.close_connection(last_stream_id=0)
    link.ends = True


def goaway_mid(link, stream, request):
    link.begin(stream)
    link.say(stream, b'{"half":', ends=False)
    link.flush()
    link.h2.close_connection(ErrorCodes.ENHANCE_YOUR_CALM, last_stream_id=stream)
    link.ends = True


def pair(link, stream, request):
    """Answers two requests when both are there, the later one first and both interleaved."""
    link.pair = [*getattr(link, "pair", []), (stream, request)]
    if len(link.pair) < 2:
        return
    for number, asked in reversed(link.pair):
        link.begin(number)
        link.say(number, asked["body"][:1].encode(), ends=False)
    link.flush()
    for number, asked in link.pair:
        link.say(number, asked["body"][1:].encode())
    link.pair = []


def raw(frame):
    def deed(link, stream, _):
        link.flush()
        link.link.sendall(frame)
    return deed


def headers_of(pairs):
    def deed(link, stream, _):
        answer(link, stream, b"{}", pairs)
    return deed


def frame(kind, stream, payload=b"", flags=0):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


DEEDS = {
    "echo": echo, "packed": packed, "bomb": bomb, "endless": endless, "pair": pair, "silent": lambda *_: None,
    "reset": reset(ErrorCodes.INTERNAL_ERROR), "reset-mid": reset(ErrorCodes.INTERNAL_ERROR, started=True),
    "calm": reset(ErrorCodes.ENHANCE_YOUR_CALM), "refuse": reset(ErrorCodes.REFUSED_STREAM), "refuse-once": refuse_once,
    "goaway": goaway, "goaway-unserved": goaway_unserved, "goaway-mid": goaway_mid,
    "other-stream": raw(frame(1, 4095, b"\x88", flags=4) + frame(0, 4095, b"{}", flags=1)),
    "garbage": raw(b"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\n{}"),
    "many-headers": headers_of([(f"a{i}", "b") for i in range(300)]),
    "large-headers": headers_of([(f"a{i}", "b" * 4000) for i in range(25)]),
}


def serve(link, context):
    try:
        link = context.wrap_socket(link, server_side=True)
        if link.selected_alpn_protocol() == "h2":
            counts["connections"] += 1
            Link(link).serve()
        link.unwrap()
    except Exception:
        pass  # the other side is gone
    link.close()


def main():
    folder = pathlib.Path(sys.argv[1])
    context = bad_server.certificate(bad_server.authority(folder), "good", "IP:127.0.0.1", "-days", "30")
    context.set_alpn_protocols(["h2", "http/1.1"])
    door = socket.create_server(("127.0.0.1", 0), backlog=64)

    def accept():
        while True:
            threading.Thread(target=serve, args=(door.accept()[0], context), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
    print(json.dumps({"good": door.getsockname()[1]}), flush=True)
    bad_server.answer_questions()


if __name__ == "__main__":
    main()
