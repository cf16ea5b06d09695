// Node's `ws` under remote control, as client or server: one JSON command per line on standard input, one JSON event per line on
// standard output. Payloads travel as base64. Ends when standard input does.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createInterface } from 'node:readline';
import { WebSocket, WebSocketServer } from 'ws';

const sockets = new Map();
let lastId = 0;

const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const encode = (bytes) => Buffer.from(bytes).toString('base64');
const decode = (text) => Buffer.from(text, 'base64');

/** Tells all that happens on a socket. */
function watch(id, socket) {
  sockets.set(id, socket);
  socket.on('message', (data, isBinary) => tell({ event: 'message', id, binary: isBinary, data: encode(data) }));
  socket.on('ping', (data) => tell({ event: 'ping', id, data: encode(data) }));
  socket.on('pong', (data) => tell({ event: 'pong', id, data: encode(data) }));
  socket.on('error', (error) => tell({ event: 'error', id, message: error.message }));
  socket.on('close', (code, reason) => {
    sockets.delete(id);
    tell({ event: 'close', id, code, reason: reason.toString() });
  });
}

/** Sends one message in as many frames as were asked for, cut anywhere. */
function send(socket, { data, binary, fragments = 1 }) {
  const bytes = decode(data);
  const size = Math.ceil(bytes.length / fragments);
  for (let i = 0; i < fragments; i++) {
    socket.send(bytes.subarray(i * size, (i + 1) * size), { binary, fin: i === fragments - 1 });
  }
}

const commands = {
  connect({ url, compression, subprotocols, certificate }) {
    const id = ++lastId;
    const socket = new WebSocket(url, subprotocols, {
      perMessageDeflate: compression ?? false,
      ca: certificate && readFileSync(certificate),
    });
    let extensions = '';
    socket.on('upgrade', (response) => { extensions = response.headers['sec-websocket-extensions'] ?? ''; });
    socket.on('open', () => tell({ event: 'open', id, subprotocol: socket.protocol, extensions }));
    watch(id, socket);
  },

  listen({ port, compression, subprotocols, certificate, key }) {
    const http = certificate
      ? createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) })
      : createServer();
    const server = new WebSocketServer({
      server: http,
      perMessageDeflate: compression ?? false,
      handleProtocols: (offered) => subprotocols.find((one) => offered.has(one)) ?? false,
    });
    const answers = new WeakMap();
    server.on('headers', (headers, request) => answers.set(request, headers));
    server.on('connection', (socket, request) => {
      const id = ++lastId;
      const line = answers.get(request).find((header) => /^sec-websocket-extensions:/i.test(header)) ?? ':';
      tell({ event: 'open', id, subprotocol: socket.protocol, extensions: line.slice(line.indexOf(':') + 1).trim() });
      watch(id, socket);
    });
    http.listen(port, '127.0.0.1', () => tell({ event: 'listening', port: http.address().port }));
  },

  send: (command) => send(sockets.get(command.id), command),
  ping: ({ id, data }) => sockets.get(id).ping(decode(data)),
  close: ({ id, code, reason }) => sockets.get(id).close(code ?? undefined, reason),
  terminate: ({ id }) => sockets.get(id).terminate(),
};

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
lines.on('line', (line) => {
  const command = JSON.parse(line);
  commands[command.do](command);
});
lines.on('close', () => process.exit(0));
