// Node's `ws`: every statement is sent to every other connection. `node ws.js PORT FILE`; FILE holds one message.
"use strict";
const fs = require("node:fs");
const { WebSocketServer } = require("ws");

const frame = fs.readFileSync(process.argv[3]);
const server = new WebSocketServer({ port: Number(process.argv[2]), host: "127.0.0.1", perMessageDeflate: false, backlog: 4096 });
server.on("connection", (socket) => {
  socket.on("error", () => {});
  socket.on("message", (data) => {
    if (!data.includes('"type":"say"')) return;
    for (const other of server.clients) if (other !== socket) other.send(frame, { binary: false });
  });
});
