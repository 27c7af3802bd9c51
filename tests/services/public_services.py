#!/usr/bin/python3
"""The formats of the public services of France, retold for a small invented commune, on one loopback port as their mirror:
/HOST/PATH as https://HOST/PATH. No service is reached.

public_services.py FOLDER [PORT]    prints "ready PORT", serves until killed. FOLDER/faults.json says what goes wrong:
{"HOST": {"status": 500, "retry_after": "1", "times": 2, "cut": 1000, "etag": "new", "bomb": true, "drip": true}}
FOLDER/asked.jsonl gets a line a request: path, Range, If-Range, If-None-Match and the status of the answer.
"""
import gzip
import hashlib
import http.server
import json
import os
import re
import sys
import threading
import time
import urllib.parse

WEST, SOUTH, EAST, NORTH = 3.40, 43.60, 3.44, 43.64
lock = threading.Lock()


def box(west, south, east, north):
    return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}


def collection(features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def boundary(code):
    names = {"34079": "Valmont-sur-Lergue", "75056": "Paris", "2A004": "Ajaccio", "97411": "Saint-Denis", "98736": "Nuku-Hiva"}
    if code not in names:
        return None
    return json.dumps({"type": "Feature", "properties": {"nom": names[code], "code": code, "population": 9000, "centre": {"type": "Point", "coordinates": [3.42, 43.62]}},
                       "geometry": box(WEST, SOUTH, EAST, NORTH)}).encode()


def addresses(dep):
    rows = ["id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat;type_position"]
    codes = {"34": ["34079"] * 4 + ["34080"] * 9, "75": ["75101", "75120", "75056"], "2A": ["2A004", "2A001"], "974": ["97411"], "987": ["98736"]}
    for n, code in enumerate(codes.get(dep, [])):
        rows.append(f'{code}_{n};;{n + 1};;"Rue du ""Four""; haut";34800;{code};Valmont;0;0;{WEST + 0.001 * n:.4f};{SOUTH + 0.002:.4f};entrée')
    return gzip.compress(("\n".join(rows) + "\n").encode(), mtime=0)


def cadastre(code, what):
    size = 0.002 if what == "parcelles" else 0.001
    shapes = [{"type": "Feature", "properties": {"id": f"{code}000AA{n:04}", "commune": code, "nom": "é" * (n % 7)},
               "geometry": box(WEST + 0.003 * (n % 10), SOUTH + 0.0002 * n, WEST + 0.003 * (n % 10) + size, SOUTH + 0.0002 * n + size)} for n in range(120)]
    return gzip.compress(collection(shapes), mtime=0)


def streets():
    nodes = [(1, 3.41, 43.61), (2, 3.42, 43.62), (3, 3.43, 43.62), (4, 3.50, 43.70), (5, 3.51, 43.70)]
    ways = [(10, [1, 2], "residential", "Rue du Four"), (11, [2, 3], "footway", ""), (12, [4, 5], "primary", "Ailleurs")]
    out = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
    out += [f'<node id="{i}" lat="{lat}" lon="{lon}" version="1"/>' for i, lon, lat in nodes]
    for i, refs, kind, name in ways:
        out.append(f'<way id="{i}" version="1">' + "".join(f'<nd ref="{r}"/>' for r in refs) + f'<tag k="highway" v="{kind}"/><tag k="name" v="{name}"/></way>')
    return "\n".join(out + ["</osm>"]).encode()


def schools(query):
    codes = re.findall(r'"(\w{5})"', urllib.parse.parse_qs(query)["where"][0])
    return collection([{"type": "Feature", "properties": {"identifiant_de_l_etablissement": f"034{n}", "nom_etablissement": "École du Four", "code_commune": code},
                        "geometry": {"type": "Point", "coordinates": [WEST + 0.01, SOUTH + 0.01]}} for n, code in enumerate(codes)])


def answer(host, path, query):
    if host == "geo.api.gouv.fr" and path == "communes":
        asked = urllib.parse.parse_qs(query)
        valmont = {"nom": "Valmont-sur-Lergue", "code": "34079", "population": 9000, "departement": {"code": "34", "nom": "Hérault"}}
        if "code" in asked:
            return json.dumps([valmont] if asked["code"] == ["34079"] else []).encode()
        return json.dumps([{**valmont, "_score": 1}, {"nom": asked["nom"][0], "code": "99999"}, {"nom": "Valmont", "code": "76719", "departement": "?"}]).encode()
    if host == "geo.api.gouv.fr":
        return boundary(path.split("/")[1])
    if host == "adresse.data.gouv.fr":
        return addresses(re.search(r"adresses-(\w+)\.csv\.gz$", path).group(1))
    if host == "cadastre.data.gouv.fr":
        code, what = re.search(r"cadastre-(\w+)-(\w+)\.json\.gz$", path).groups()
        return cadastre(code, what)
    if host == "overpass-api.de":
        return streets()
    return schools(query) if host == "data.education.gouv.fr" else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def fault(self, host):
        with lock:
            try:
                with open(folder + "/faults.json", encoding="utf-8") as f:
                    faults = json.load(f)
            except FileNotFoundError:
                return {}
            fault = faults.get(host, {})
            if "times" in fault:
                if fault["times"] == 0:
                    return {k: v for k, v in fault.items() if k == "etag"}
                fault["times"] -= 1
                with open(folder + "/faults.json", "w", encoding="utf-8") as f:
                    json.dump(faults, f)
            return fault

    def note(self, status):
        with lock, open(folder + "/asked.jsonl", "a", encoding="utf-8") as f:
            f.write(json.dumps({"method": self.command, "path": self.path, "status": status, **{k: self.headers[k] for k in ("Range", "If-Range", "If-None-Match") if self.headers[k]}}) + "\n")

    def head(self, status, length, **headers):
        self.note(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def do_HEAD(self):
        url = urllib.parse.urlsplit(self.path)
        _, host, path = url.path.split("/", 2)
        body = answer(host, path, url.query)
        self.head(404 if body is None else 200, len(body or b""))

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        _, host, path = url.path.split("/", 2)
        fault = self.fault(host)
        if "status" in fault:
            return self.head(fault["status"], 0, **({"Retry_After": fault["retry_after"]} if "retry_after" in fault else {}))
        body = answer(host, path, url.query)
        if body is None:
            return self.head(404, 0)
        if "bomb" in fault:
            body = gzip.compress(bytes(64 << 20), mtime=0)
        etag = '"' + fault.get("etag", "") + hashlib.sha256(body).hexdigest()[:16] + '"'
        if self.headers["If-None-Match"] == etag:
            return self.head(304, 0, ETag=etag)
        status, first = 200, 0
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers["Range"] or "")
        if asked and self.headers["If-Range"] == etag:
            first = int(asked.group(1))
            if first >= len(body):
                return self.head(416, 0)
            status = 206
        extra = {"Content_Range": f"bytes {first}-{len(body) - 1}/{len(body)}"} if status == 206 else {}
        self.head(status, len(body) - first, ETag=etag, **extra)
        try:
            self.send(body, first, fault)
        except (BrokenPipeError, ConnectionResetError):  # the program gave it up
            self.close_connection = True

    def send(self, body, first, fault):
        if "drip" in fault:
            for at in range(first, len(body)):
                self.wfile.write(body[at:at + 1])
                time.sleep(0.01)
        elif "cut" in fault:
            self.wfile.write(body[first:fault["cut"]])
            self.wfile.flush()
            self.close_connection = True
        else:
            self.wfile.write(body[first:])

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    folder = sys.argv[1]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Handler)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print("ready", server.server_address[1], flush=True)
    server.serve_forever()
