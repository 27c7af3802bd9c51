"""A program that misbehaves as its configuration says."""
import json, os, signal, sys, time

def say(**message):
    print(json.dumps(message), flush=True)

for line in sys.stdin:
    message = json.loads(line)
    if message["m"] == "hello":
        say(m="hello", abi=1, name="rogue")
    elif message["m"] == "configure":
        message_url = message["config"].get("url", "")
        how, secrets = message["config"].get("how"), message["secrets"]
        say(m="ok", id=message["id"])
    elif message["m"] == "run":
        if how == "crash":
            sys.stderr.write("dernier mot\n")
            sys.stderr.flush()
            os.kill(os.getpid(), signal.SIGSEGV)
        elif how == "garbage":
            while True:
                print("this is no JSON \xff", flush=True)
        elif how == "long-line":
            print("x" * 3_000_000, flush=True)
        elif how == "ignores-stop":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            say(m="state", health="ok")
            while True:
                time.sleep(1)
        elif how == "memory":
            say(m="state", health="ok")
            hoard = []
            while True:
                hoard.append(bytearray(64 << 20))
        elif how == "flood":
            while True:
                say(m="observe", sensor="s", at=1_700_000_000_000, value=1)
        elif how == "tells":
            sys.stderr.write("environment " + " ".join(os.environ) + " arguments " + " ".join(sys.argv) + "\n")
            say(m="error", **{"class": "remote"}, message="secret " + secrets.get("key", "none") + " descriptors " + str(len(os.listdir("/proc/self/fd"))))
        elif how == "asks-the-web":
            say(m="http", id=1, url=message_url + "/text", headers={"X-Asked": "yes"}, auth="bearer", auth_secret="key")
        elif how == "asks-and-dies":
            for n in range(10):
                say(m="http", id=n, url=message_url + "/hangs", timeout_ms=600000)
            time.sleep(0.3)
            sys.exit(4)
        elif how == "asks-without-end":
            for n in range(2000):
                say(m="http", id=n, url=message_url + "/big")
            say(m="state", health="ok")
        elif how == "asks-nonsense":
            for n in range(30):
                say(m="http", id=n, url=7, headers="x")
        elif how == "children":
            if os.fork() == 0:
                while True:
                    time.sleep(1)
            say(m="observe", sensor="child", at=1_700_000_000_000, value=os.getpid())
            time.sleep(60)
    elif message["m"] == "http_reply":
        say(m="observe", sensor=message.get("body", message.get("class", "")), at=1_700_000_000_000, value=message.get("status", -1))
    elif message["m"] == "stop":
        break
