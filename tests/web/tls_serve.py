#!/usr/bin/python3
"""A web server with a certificate of its own authority, on a free loopback port, that answers {} to everything.

tls_serve.py FOLDER HOST    FOLDER: gets cert.pem, the only authority that vouches for it, made for HOST (an address or a name).
Prints "ready PORT", serves until its standard input ends. Exit 77: openssl is not installed."""
import http.server
import shutil
import ssl
import subprocess
import sys
import threading

folder, host = sys.argv[1:3]
if not shutil.which("openssl"):
    sys.exit(77)
kind = "IP" if host[0].isdigit() else "DNS"
subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Vigie test", "-addext", f"subjectAltName={kind}:{host}",
                "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True, stderr=subprocess.DEVNULL)


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("ready", server.server_port, flush=True)
sys.stdin.read()
