"""A program that misbehaves as its configuration says."""
import json, os, signal, sys, time

def say(**message):
    print(json.dumps(message), flush=True)

for line in sys.stdin:
    message = json.loads(line)
    if message["m"] == "hello":
        say(m="hello", abi=1, name="rogue")
    elif message["m"] == "configure":
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
        elif how == "children":
            if os.fork() == 0:
                while True:
                    time.sleep(1)
            say(m="observe", sensor="child", at=1_700_000_000_000, value=os.getpid())
            time.sleep(60)
    elif message["m"] == "stop":
        break
