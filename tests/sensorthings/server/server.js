// server.js DATABASE_PORT DATABASE: serves SensorThings 1.0 out of that PostgreSQL on a free loopback port, prints "ready PORT", ends with its
// standard input. Run in the folder where the packages are installed.
const net = require('net');
const path = require('path');
const {createRequire} = require('module');

// The server's PostgreSQL driver waits for a socket that says 'closed' before it connects; since Node 14 they say 'open'.
net.Stream = class extends net.Socket {
  get readyState() {
    return this.connecting || this._handle ? super.readyState : 'closed';
  }
};

const installed = createRequire(path.join(process.cwd(), 'package.json'));
const express = installed('express');
const sensorThings = installed('sensorthings');

const [port, name] = process.argv.slice(2);
const app = express();
app.use(express.json());
app.use('/', sensorThings({db: {host: '127.0.0.1', port: Number(port), name, user: 'postgres', password: 'trusted'}}));
const server = app.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
