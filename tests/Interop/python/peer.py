"""Python's `websockets` under remote control, as client or server.

One JSON command per line on standard input, one JSON event per line on standard output. Payloads travel as base64. Ends when
standard input does.
"""

import asyncio
import base64
import json
import ssl
import sys

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, ServerPerMessageDeflateFactory

LONGEST_LINE = 64 * 1024 * 1024

sockets = {}
tasks = set()
last_id = 0


def tell(**event):
    print(json.dumps(event), flush=True)


def encode(data):
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def extensions(compression, factory):
    if compression is None:
        return None
    return [factory(
        server_no_context_takeover=compression["serverNoContextTakeover"],
        client_no_context_takeover=compression["clientNoContextTakeover"],
        server_max_window_bits=compression["serverMaxWindowBits"],
        client_max_window_bits=compression["clientMaxWindowBits"],
    )]


async def watch(socket):
    """Tells all that happens on a socket, until it has ended."""
    global last_id
    last_id += 1
    number = last_id
    sockets[number] = socket
    tell(event="open", id=number, subprotocol=socket.subprotocol or "",
         extensions=socket.response_headers.get("Sec-WebSocket-Extensions", ""))
    try:
        async for message in socket:
            tell(event="message", id=number, binary=isinstance(message, bytes), data=encode(message))
    except websockets.ConnectionClosedError:
        pass
    await socket.wait_closed()
    tell(event="close", id=number, code=socket.close_code, reason=socket.close_reason)


async def connect(url, compression, subprotocols, certificate=None, **_):
    socket = await websockets.connect(
        url, compression=None, extensions=extensions(compression, ClientPerMessageDeflateFactory),
        subprotocols=subprotocols or None, ssl=ssl.create_default_context(cafile=certificate) if certificate else None,
        ping_interval=None, max_size=None)
    await watch(socket)


async def listen(port, compression, subprotocols, certificate=None, key=None, **_):
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
    server = await websockets.serve(
        watch, "127.0.0.1", port, compression=None, extensions=extensions(compression, ServerPerMessageDeflateFactory),
        subprotocols=subprotocols or None, ssl=tls, ping_interval=None, max_size=None)
    tell(event="listening", port=server.sockets[0].getsockname()[1])


async def send(id, data, binary, fragments=1, **_):
    payload = base64.b64decode(data)
    if not binary:
        payload = payload.decode()
    size = -(-len(payload) // fragments)
    whole = payload if fragments == 1 else [payload[i * size:(i + 1) * size] for i in range(fragments)]
    await sockets[id].send(whole)


async def ping(id, data, **_):
    await (await sockets[id].ping(base64.b64decode(data)))
    tell(event="pong", id=id, data=data)


async def close(id, code, reason, **_):
    await sockets[id].close(code, reason)


async def terminate(id, **_):
    sockets[id].transport.abort()


COMMANDS = {function.__name__: function for function in (connect, listen, send, ping, close, terminate)}


async def run(command):
    try:
        await COMMANDS[command["do"]](**command)
    except Exception as error:
        tell(event="error", id=command.get("id"), message=f"{type(error).__name__}: {error}")


async def main():
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        task = asyncio.create_task(run(json.loads(line)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


asyncio.run(main())
