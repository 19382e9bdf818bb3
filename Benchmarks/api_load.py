"""Measures cruddur-api and week 5's Flask app under gunicorn, on the same stores; prints JSON.

api_load.py BIN DYNAMODB_URL SECONDS: BIN holds cruddur-api. CONNECTION_URL, AWS_COGNITO_USER_POOL_ID and
AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER come from the private stack, whose database has phidel with the id in the pool.
"""
import json
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from servers import running

BIN, DYNAMODB, SECONDS = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
ORACLES = Path(__file__).parent.parent / "Tests/EndToEndTests/Oracles"
GROUP = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
COGNITO, POOL = os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"], os.environ["AWS_COGNITO_USER_POOL_ID"]
CONNECTIONS, IDLE = 32, 1_000
ENV = {
    **os.environ, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local", "AWS_ENDPOINT_URL": DYNAMODB, "AWS_ENDPOINT_URL_DYNAMODB": DYNAMODB,
    "COGNITO_JWKS_URL": f"{COGNITO}/{POOL}/.well-known/jwks.json", "PYTHONDONTWRITEBYTECODE": "1",
}
# Never through a proxy: all servers are on this machine.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ours(port):
    return [BIN / "cruddur-api", "--port", port, "--connections-per-address", IDLE + CONNECTIONS + 8]


def flask(port):
    """2 x cores + 1 workers, as gunicorn's documentation advises, with threads, so that connections are kept open."""
    workers = 2 * os.cpu_count() + 1
    return [Path(sys.executable).parent / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", workers,
            "--worker-class", "gthread", "--threads", 8, "--chdir", ORACLES / "week5", "app:app"]


def get(url, token=None):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with opener.open(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, b""
    except OSError:
        return 0, b""


def answers(server):
    return get(f"{server.url}/api/users/@Sama/short")[0] == 200


def server(command):
    return running(command, answers, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def load(api, token):
    url = f"{api.url}/api/messages/{GROUP}"
    status, body = get(url, token)
    if status != 200 or len(json.loads(body)) != 20:
        sys.exit(f"api_load: {url} answers {status}: {body[:300]}")
    before = api.processor_seconds()
    text = subprocess.run(
        ["wrk", "--threads", "2", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s",
         "--latency", "--timeout", "30s",
         "--header", f"Authorization: Bearer {token}", url], check=True, capture_output=True, text=True).stdout
    used = api.processor_seconds() - before
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


def idle(api):
    """Memory in MB with IDLE connections, after an answer to each."""
    request = b"GET /api/users/@Sama/short HTTP/1.1\r\nHost: localhost\r\n\r\n"
    connections = []
    for _ in range(IDLE):
        connection = socket.create_connection(("127.0.0.1", api.port), timeout=10)
        connection.sendall(request)
        if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
            sys.exit("api_load: an idle connection was refused")
        connections.append(connection)
    memory = api.memory()
    for connection in connections:
        connection.close()
    return memory


def pool_token():
    command = [sys.executable, ORACLES / "access_token.py", COGNITO, POOL, "phidel"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def starts(command, times):
    """The median time from the start to the first answer, in milliseconds."""
    seconds = []
    for _ in range(times):
        with server(command) as api:
            seconds.append(api.seconds_to_first_answer)
    return statistics.median(seconds) * 1_000


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4 * IDLE), hard))
    of_pool = pool_token()
    ENV["AWS_COGNITO_USER_POOL_CLIENT_ID"] = of_pool["client_id"]
    result = {}
    with server(ours) as api:
        result["ours"] = load(api, of_pool["access_token"])
        result["ours"]["idle_mb"] = idle(api)
    with server(flask) as api:
        result["flask"] = load(api, of_pool["access_token"])
        result["flask"]["mb"] = api.memory()
    result["ours"]["start_ms"], result["flask"]["start_ms"] = starts(ours, 15), starts(flask, 3)
    print(json.dumps(result))


main()
