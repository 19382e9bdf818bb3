"""Measures cruddur-api beside the week's Flask app under gunicorn, on the same stores; prints JSON.

api_load.py BIN DYNAMODB_URL SECONDS: BIN holds cruddur-api. CONNECTION_URL, AWS_COGNITO_USER_POOL_ID and
AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER come from the private stack; the database has phidel, with the pool's id.
"""
import json
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

BIN, DYNAMODB, SECONDS = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
ORACLES = Path(__file__).parent.parent / "Tests/EndToEndTests/Oracles"
GROUP = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
COGNITO, POOL = os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"], os.environ["AWS_COGNITO_USER_POOL_ID"]
CONNECTIONS, IDLE = 32, 1_000
TICKS = os.sysconf("SC_CLK_TCK")
ENV = {
    **os.environ, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local", "AWS_ENDPOINT_URL": DYNAMODB, "AWS_ENDPOINT_URL_DYNAMODB": DYNAMODB,
    "COGNITO_JWKS_URL": f"{COGNITO}/{POOL}/.well-known/jwks.json", "PYTHONDONTWRITEBYTECODE": "1",
}
# Never through a proxy: all servers are on this machine.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ours(port):
    return [BIN / "cruddur-api", "--port", port, "--connections-per-address", IDLE + CONNECTIONS + 8], None


def flask(port):
    """As gunicorn's documentation advises: 2 x cores + 1 workers; with threads, so that connections are kept."""
    workers = 2 * os.cpu_count() + 1
    return [Path(sys.executable).parent / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", workers,
            "--worker-class", "gthread", "--threads", 8, "app:app"], ORACLES / "week5"


def get(url, token=None):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with opener.open(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, b""
    except OSError:
        return 0, b""


class Server:
    def __init__(self, kind):
        self.port = free_port()
        command, folder = kind(self.port)
        start = time.perf_counter()
        # Its lines are read by nobody, as in production they are written to a file.
        self.process = subprocess.Popen([str(word) for word in command], cwd=folder, env=ENV,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{self.port}"
        while get(f"{self.url}/api/users/@Sama/short")[0] != 200:
            if self.process.poll() is not None or time.perf_counter() - start > 60:
                sys.exit(f"api_load: {command[0]} does not answer")
            time.sleep(0.001)
        self.seconds_to_first_answer = time.perf_counter() - start

    def processes(self):
        """Its own and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def processor_seconds(self):
        fields = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in self.processes()]
        return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS

    def memory(self):
        """Of all its processes, in MB; what they share is counted once for each where nothing better is known."""
        total = 0
        for pid in self.processes():
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)[1])
        return total / 1024

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def server(kind):
    running = Server(kind)
    try:
        yield running
    finally:
        running.stop()


def load(running, token):
    url = f"{running.url}/api/messages/{GROUP}"
    status, body = get(url, token)
    if status != 200 or len(json.loads(body)) != 20:
        sys.exit(f"api_load: {url} answers {status}: {body[:300]}")
    before = running.processor_seconds()
    text = subprocess.run(
        ["wrk", "--threads", "2", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s",
         "--latency", "--timeout", "30s",
         "--header", f"Authorization: Bearer {token}", url], check=True, capture_output=True, text=True).stdout
    used = running.processor_seconds() - before
    slowest = re.search(r"^ +99% +([\d.]+)(us|ms|s) *$", text, re.MULTILINE)
    if not slowest:
        sys.exit(f"api_load: no request to {url} was answered:\n{text}")
    number, unit = slowest.groups()
    requests = int(re.search(r"(\d+) requests in", text)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    return {
        "rate": float(re.search(r"Requests/sec: +([\d.]+)", text)[1]),
        "p99_ms": float(number) * {"us": 0.001, "ms": 1, "s": 1_000}[unit],
        "cpu_us": used / requests * 1e6,
        "refused": int(bad[1]) if bad else 0,
    }


def idle(running):
    """Memory in MB with so many connections that each had an answer."""
    request = b"GET /api/users/@Sama/short HTTP/1.1\r\nHost: localhost\r\n\r\n"
    connections = []
    for _ in range(IDLE):
        connection = socket.create_connection(("127.0.0.1", running.port), timeout=10)
        connection.sendall(request)
        if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
            sys.exit("api_load: an idle connection was refused")
        connections.append(connection)
    memory = running.memory()
    for connection in connections:
        connection.close()
    return memory


def pool_token():
    command = [sys.executable, ORACLES / "access_token.py", COGNITO, POOL, "phidel"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def starts(kind, times):
    seconds = []
    for _ in range(times):
        with server(kind) as running:
            seconds.append(running.seconds_to_first_answer)
    return statistics.median(seconds) * 1_000


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4 * IDLE), hard))
    of_pool = pool_token()
    ENV["AWS_COGNITO_USER_POOL_CLIENT_ID"] = of_pool["client_id"]
    result = {}
    with server(ours) as running:
        result["ours"] = load(running, of_pool["access_token"])
        result["ours"]["idle_mb"] = idle(running)
    with server(flask) as running:
        result["flask"] = load(running, of_pool["access_token"])
        result["flask"]["mb"] = running.memory()
    result["ours"]["start_ms"], result["flask"]["start_ms"] = starts(ours, 15), starts(flask, 3)
    print(json.dumps(result))


main()
