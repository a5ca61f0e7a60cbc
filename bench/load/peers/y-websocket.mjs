// y-websocket's server with LevelDB persistence, as its README has it: node y-websocket.mjs PORT FOLDER
import { createServer } from 'node:http';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { setPersistence, setupWSConnection } from '@y/websocket-server/utils';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { LeveldbPersistence } from 'y-leveldb';

// The server brings a Yjs of its own; what is read from disk has to be applied by that one.
const ofServer = createRequire(fileURLToPath(import.meta.resolve('@y/websocket-server/utils')));
const { applyUpdate, encodeStateAsUpdate } = await import(pathToFileURL(ofServer.resolve('yjs').replace(/dist.*$/u, 'src/index.js')).href);

const [port, folder] = process.argv.slice(2);
const leveldb = new LeveldbPersistence(folder);
setPersistence({
  provider: leveldb,
  bindState: async (name, doc) => {
    const kept = await leveldb.getYDoc(name);

    // What came in meanwhile.
    void leveldb.storeUpdate(name, encodeStateAsUpdate(doc));
    applyUpdate(doc, Y.encodeStateAsUpdate(kept));
    doc.on('update', (update) => leveldb.storeUpdate(name, update));
  },
  writeState: async () => {},
});
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', setupWSConnection);
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
