// chainpad-server, CryptPad's relay: it keeps nothing by itself. node chainpad.mjs PORT
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { WebSocketServer } from 'ws';

const require = createRequire(import.meta.url);
const chainpad = require('chainpad-server');

const [port] = process.argv.slice(2);
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket, request) => (socket.upgradeReq = request));

// It asks whoever embeds it before it passes a message on; CryptPad stores the message then.
chainpad.create(sockets).on('channelMessage', (_server, _channel, _message, passOn) => passOn());
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
