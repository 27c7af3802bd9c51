#!/usr/bin/python3
"""Real map servers of Debian on one loopback port: MapServer (run as a CGI) under /cgi (WMS), /objets (WFS with GeoJSON), /gml (WFS
without) and /ogc/objets/ogcapi (OGC API Features) of files/arbres.geojson, MapProxy (WMTS, XYZ) under /proxy, which asks that MapServer. Beside them what servers do wrong: /slow/SECONDS/… answers late, /status/N/… with an error,
/files/… gives files of a folder, /count says how many requests came.

serve.py FOLDER [PORT]    FOLDER: work of this run; prints "ready PORT", serves until killed. Exit 77: a server is not installed.
"""
import os
import shutil
import socketserver
import subprocess
import sys
import threading
import time
import wsgiref.simple_server

MAP = """MAP
  NAME "muni"
  EXTENT 4.80 45.70 4.90 45.80
  SIZE 512 512
  PROJECTION "init=epsg:4326" END
  IMAGECOLOR 255 255 255
  WEB METADATA "ows_title" "Plan de Valmont" "ows_enable_request" "*" "ows_srs" "EPSG:4326 EPSG:3857 EPSG:2154 EPSG:3946" END END
  LAYER
    NAME "carre" TYPE POLYGON STATUS ON
    METADATA "ows_title" "Carré rouge" END
    PROJECTION "init=epsg:4326" END
    EXTENT 4.80 45.70 4.90 45.80
    FEATURE POINTS 4.84 45.74 4.84 45.76 4.86 45.76 4.86 45.74 4.84 45.74 END END
    CLASS STYLE COLOR 200 30 30 END END
  END
  LAYER
    NAME "bande" TYPE POLYGON STATUS ON
    METADATA "ows_title" "Bande bleue" END
    PROJECTION "init=epsg:4326" END
    EXTENT 4.80 45.70 4.90 45.80
    FEATURE POINTS 4.86 45.74 4.86 45.76 4.88 45.76 4.88 45.74 4.86 45.74 END END
    CLASS STYLE COLOR 30 30 200 END END
  END
END
"""

FEATURES = """MAP
  NAME "objets"
  EXTENT 4.80 45.70 4.90 45.80
  SIZE 512 512
  PROJECTION "init=epsg:4326" END
  SYMBOL NAME "rond" TYPE ELLIPSE FILLED TRUE POINTS 1 1 END END
  OUTPUTFORMAT NAME "geojson" DRIVER "OGR/GEOJSON" MIMETYPE "application/json; subtype=geojson" FORMATOPTION "STORAGE=memory" FORMATOPTION "FORM=simple" END
  WEB METADATA "ows_title" "Objets de Valmont" "ows_enable_request" "*" "ows_srs" "EPSG:4326 EPSG:3857 EPSG:2154"
    "oga_onlineresource" "http://127.0.0.1:{port}/ogc/objets/ogcapi" {formats} END END
  LAYER
    NAME "arbres" TYPE POINT STATUS ON
    METADATA "ows_title" "Arbres" "gml_include_items" "all" "gml_featureid" "id" {formats} END
    PROJECTION "init=epsg:4326" END
    EXTENT 4.80 45.70 4.90 45.80
    CONNECTIONTYPE OGR CONNECTION "{folder}/files/arbres.geojson" DATA "arbres"
    TEMPLATE "x"
    CLASS STYLE SYMBOL "rond" COLOR 30 160 30 SIZE 20 END END
  END
END
"""

PROXY = """services:
  tms: {{use_grid_names: true, origin: nw}}
  wmts: {{kvp: true, restful: true}}
layers:
  - {{name: muni, title: Plan de Valmont, sources: [muni]}}
caches:
  muni: {{grids: [webmercator, lambert], sources: [server], format: image/png}}
sources:
  server:
    type: wms
    req: {{url: 'http://127.0.0.1:{port}/cgi', layers: 'carre,bande', transparent: true}}
    supported_srs: ['EPSG:3857', 'EPSG:2154']
grids:
  webmercator: {{base: GLOBAL_WEBMERCATOR}}
  lambert: {{srs: 'EPSG:2154', bbox: [840000, 6510000, 850000, 6530000], origin: nw, res: [32, 16, 8, 4, 2, 1, 0.5]}}
globals:
  image: {{paletted: false}}
  cache: {{base_dir: '{folder}/cache', lock_dir: '{folder}/locks', tile_lock_dir: '{folder}/tile-locks'}}
"""


def mapserver(environ, start, folder, name="muni", script="/cgi", path=None):
    query = environ.get("QUERY_STRING", "")
    env = {**os.environ, "MAPSERVER_CONFIG_FILE": f"{folder}/mapserver.conf", "REQUEST_METHOD": "GET", "SERVER_NAME": "127.0.0.1",
           "SERVER_PORT": environ["SERVER_PORT"], "SERVER_PROTOCOL": "HTTP/1.1", "SCRIPT_NAME": script, "QUERY_STRING": query if path else f"map={name}&" + query}
    if path:
        env["PATH_INFO"] = path
    out = subprocess.run(["mapserv"], env=env, capture_output=True, check=False).stdout
    head, _, body = out.partition(b"\r\n\r\n")
    headers = [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n") if ": " in line]
    status = next((v for k, v in headers if k == "Status"), "200 OK")
    start(status if len(status) > 3 else status + " Said so", [(k, v) for k, v in headers if k != "Status"])
    return [body]


def static(environ, start, folder):
    path = os.path.normpath(folder + "/files" + environ["PATH_INFO"][len("/files"):])
    if not path.startswith(folder + "/files/") or not os.path.isfile(path):
        start("404 Not Found", [("Content-Type", "text/plain")])
        return [b"nothing here"]
    with open(path, "rb") as f:
        body = f.read()
    start("200 OK", [("Content-Type", "application/octet-stream")])
    return [body]


class App:
    def __init__(self, folder):
        self.folder, self.proxy, self.count = folder, None, 0

    def __call__(self, environ, start):
        path = environ["PATH_INFO"]
        if path == "/count":
            start("200 OK", [("Content-Type", "text/plain")])
            return [str(self.count).encode()]
        self.count += 1
        if path.startswith("/slow/"):
            _, _, seconds, rest = path.split("/", 3)
            time.sleep(float(seconds))
            environ["PATH_INFO"] = path = "/" + rest
        if path.startswith("/status/"):
            start(path.split("/")[2] + " Made so", [("Content-Type", "text/plain")])
            return [b"made so"]
        if path.startswith("/files/"):
            return static(environ, start, self.folder)
        if path.startswith("/cgi"):
            return mapserver(environ, start, self.folder)
        if path == "/objets" or path == "/gml":
            return mapserver(environ, start, self.folder, path[1:], path)
        if path.startswith("/ogc/"):
            return mapserver(environ, start, self.folder, script="/ogc", path=path[len("/ogc"):])
        if path.startswith("/proxy"):
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = "/proxy", path[len("/proxy"):]
            return self.proxy(environ, start)
        start("404 Not Found", [("Content-Type", "text/plain")])
        return [b"nothing here"]


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_):
        pass

    def address_string(self):
        return self.client_address[0]  # without asking for a name


def end_with_parent():
    """The test that started this holds the other end of standard input."""
    sys.stdin.read()
    os._exit(0)


def main():
    try:
        from mapproxy.wsgiapp import make_wsgi_app
    except ImportError:
        sys.exit(77)
    if not shutil.which("mapserv"):
        sys.exit(77)
    folder, port = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/muni.map", "w", encoding="utf-8") as f:
        f.write(MAP)
    with open(f"{folder}/mapserver.conf", "w", encoding="utf-8") as f:
        f.write(f'CONFIG\n ENV\n MS_MAP_NO_PATH "1"\n END\n MAPS\n' + "".join(f' {m} "{folder}/{m}.map"\n' for m in ("muni", "objets", "gml")) + " END\nEND\n")
    app = App(folder)
    server = wsgiref.simple_server.make_server("127.0.0.1", port, app, Server, Quiet)
    for name, formats in (("objets", '"wfs_getfeature_formatlist" "geojson"'), ("gml", "")):
        with open(f"{folder}/{name}.map", "w", encoding="utf-8") as f:
            f.write(FEATURES.format(port=server.server_port, folder=folder, formats=formats))
    with open(f"{folder}/mapproxy.yaml", "w", encoding="utf-8") as f:
        f.write(PROXY.format(port=server.server_port, folder=folder))
    app.proxy = make_wsgi_app(f"{folder}/mapproxy.yaml")
    threading.Thread(target=end_with_parent, daemon=True).start()
    print("ready", server.server_port, flush=True)
    server.serve_forever()


main()
