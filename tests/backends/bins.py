#!/usr/bin/env python3
"""An example to begin from: waste bins that fill up. Speaks Vigie's program protocol, one JSON object a line."""
import json, select, sys

def say(**message):
    print(json.dumps(message), flush=True)

def bins(count):
    say(m="snapshot", phase="begin", kind="sensor")
    for n in range(count):
        say(m="upsert", kind="sensor", entityId=f"bin-{n}", version="1", place=[3.88 + n / 1000, 43.61],
            fields={"kind": "remplissage", "name": f"Bac {n + 1}", "unit": "%"})
    say(m="snapshot", phase="end", kind="sensor")
    say(m="cursor", value="0")

count, step, running = 1, 0, False
while True:
    ready, _, _ = select.select([sys.stdin], [], [], 0.05 if running else None)
    if ready:
        line = sys.stdin.readline()
        if not line:
            break
        message = json.loads(line)
        if message["m"] == "hello":
            say(m="hello", abi=1, name="bins", title="Bacs d’exemple", capabilities={"reads": ["sensor"], "writes": ["sensor"]})
        elif message["m"] == "configure":
            count = message["config"].get("bins", 0)
            if not 0 < count < 1000:
                say(m="error", id=message["id"], **{"class": "config"}, message="nombre de bacs entre 1 et 999", field="bins")
            else:
                say(m="ok", id=message["id"])
        elif message["m"] == "run":
            step, running = int(message["cursor"] or 0), True
            if not message["cursor"]:
                bins(count)
        elif message["m"] == "command":
            say(m="outcome", id=message["id"], result="done", entityId=message["entityId"], version="2")
        elif message["m"] == "stop":
            break
    elif running:
        step += 1
        for n in range(count):
            say(m="observe", sensor=f"bin-{n}", at=1_700_000_000_000 + step * 60_000, value=(step * 7 + n * 13) % 100, unit="%")
        say(m="cursor", value=str(step))
