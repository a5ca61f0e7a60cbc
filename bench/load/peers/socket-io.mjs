// socket.io with rooms and nothing else: it keeps nothing. node socket-io.mjs PORT
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const [port] = process.argv.slice(2);
const server = createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => {
  let room;
  socket.on('join', (name, joined) => {
    room = name;
    void socket.join(name);
    joined();
  });
  socket.on('edit', (seat, number, update, answer) => {
    socket.to(room).emit('edit', seat, number, update);
    answer?.();
  });
});
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
