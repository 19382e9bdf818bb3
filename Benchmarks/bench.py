"""Measures the release tools beside boto3, the AWS CLI and libcurl on servers of this machine.

bench.py WORK BIN [--quick] [PART...]: WORK holds the compiled server and floor, BIN the tools. CONNECTION_URL and the
services' endpoints come from the private stack. Without PART all parts are measured; `parts` at the end has their names.
"""
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from servers import running

HERE = Path(__file__).parent
WORK, BIN = Path(sys.argv[1]), Path(sys.argv[2])
QUICK = "--quick" in sys.argv
ENV = {
    "PATH": os.environ["PATH"], "HOME": str(WORK), "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
    "CONNECTION_URL": os.environ["CONNECTION_URL"],
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"],
}
rows = []


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, environment=ENV):
    """Seconds and peak memory in KB of one run, its output thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"bench: {' '.join(map(str, command))} failed:\n{errors.decode()}")
    return seconds, usage.ru_maxrss


def measure(commands, times, environment=ENV):
    """Median seconds and peak memory in KB of each command. They run in turn, so that other load affects all alike."""
    samples = [[run(command, environment) for command in commands] for _ in range(times)]
    return [
        (statistics.median(seconds for seconds, _ in column), max(memory for _, memory in column))
        for column in zip(*samples)
    ]


def add(what, measured, bar, holds):
    say(f"  {what}: {measured}")
    rows.append((what, measured, bar, "yes" if holds else "**no**"))


def dynamodb(items, delay_ms=0, user=""):
    return running(lambda port: [WORK / "server", port, items, delay_ms, user])


def tool(name, *arguments, url=None):
    return [BIN / name, *arguments, *(["--endpoint-url", url] if url else [])]


def python(source, *arguments):
    return [sys.executable, HERE / source, *arguments]


def start_up():
    say("start-up")
    with dynamodb(1) as server:
        curl = ["curl", "-s", "--aws-sigv4", "aws:amz:us-east-1:dynamodb", "-u", "local:local",
                "-H", "Content-Type: application/x-amz-json-1.0",
                "-H", "X-Amz-Target: DynamoDB_20120810.ListTables", "-d", "{}", server.url]
        (floor, _), (ours, _) = measure([curl, tool("ddb-list-tables", url=server.url)], 200)
        aws = shutil.which("aws", path=str(Path(sys.executable).parent)) or "aws"
        (boto, _), (cli, _) = measure(
            [python("peer_list.py", server.url), [aws, "dynamodb", "list-tables", "--endpoint-url", server.url]], 3)
    add("start to answer, `ddb-list-tables`",
        f"{ours / floor:.2f} × curl --aws-sigv4 (boto3 {boto / floor:.0f} ×, AWS CLI {cli / floor:.0f} ×)",
        "≤ 1.2 ×", ours <= 1.2 * floor)


def scan():
    say("scan")
    with dynamodb(200_000) as server, dynamodb(2_000_000) as large_server:
        fetch = [WORK / "floor", server.url]
        (floor, _), (ours, memory), (large, large_memory) = measure(
            [fetch, tool("ddb-scan", url=server.url), tool("ddb-scan", url=large_server.url)], 25)
        size = int(subprocess.run(fetch, capture_output=True, check=True).stdout.split()[0])
        add("the server alone, its pages fetched and thrown away", f"{size / floor / 1e6:,.0f} MB/s (the C floor)", "-", True)
        add("scan of 200,000 items, one segment", f"{ours / floor:.1f} × the C floor", "≤ 2.5 ×", ours <= 2.5 * floor)
        parallel, cores = segments(large_server)
        add("2,000,000 items, `--segments 4`",
            f"{large / parallel:.2f} × as fast as one segment, {cores:.1f} of {os.cpu_count()} cores busy", "the limit", True)
        if not QUICK:
            boto, _ = run(python("peer_scan.py", server.url))
            add("scan of 200,000 items beside boto3's paginator", f"{boto / ours:.0f} × faster", "≥ 80 ×", boto >= 80 * ours)
    add("scan memory at 200,000 and 2,000,000 items", f"{memory / 1024:.0f} MB, {large_memory / 1024:.0f} MB",
        "≤ 32 MB", max(memory, large_memory) <= 32 * 1024)
    add("2,000,000 items beside 200,000", f"{large / ours:.1f} × the time", "≤ 10.5 ×", large <= 10.5 * ours)


def segments(server):
    """Seconds of a scan in four segments, and the cores that the scan and the server kept busy."""
    before = server.processor_seconds() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    times = [run(tool("ddb-scan", "prod", "--segments", "4", url=server.url))[0] for _ in range(5)]
    used = server.processor_seconds() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before
    return statistics.median(times), used / sum(times)


def conversation(lines):
    path = WORK / f"conversation-{lines}.txt"
    with open(path, "w") as file:
        for number in range(lines):
            file.write(f"Person {number % 2 + 1}: message {number} says what messages say, and then some more of it\n")
    return path


def seed():
    say("seed")
    run(tool("db-setup", "--quiet"))
    delay = 5
    with dynamodb(0, delay) as server:
        (ours, _), = measure([tool("ddb-seed", url=server.url)], 15)
        script, _ = run(python("peer_seed.py", server.url, "put"))
        batch, _ = run(python("peer_seed.py", server.url, "batch"))
    add("seed of 104 lines at 5 ms a request",
        f"{ours * 1000 / delay:.1f} request times (script {script * 1000:.0f} ms, batch_writer {batch * 1000:.0f} ms)",
        "≤ 8", ours * 1000 <= 8 * delay)
    with dynamodb(0) as server:
        (small, _), (large, memory) = measure(
            [tool("ddb-seed", "--conversation", conversation(lines), url=server.url) for lines in (100_000, 1_000_000)], 3)
        batch, _ = run(python("peer_seed.py", server.url, "batch", conversation(20_000)))
    rate, faster = 1_000_000 / large, 1_000_000 / large / (20_000 / batch)
    add("seed of 1,000,000 lines", f"{rate:,.0f} items/s, {faster:.0f} × batch_writer", "≥ 10 ×", faster >= 10)
    add("memory of that", f"{memory / 1024:.0f} MB", "≤ 64 MB", memory <= 64 * 1024)
    add("1,000,000 lines beside 100,000", f"{large / small:.1f} × the time", "≤ 10.5 ×", large <= 10.5 * small)


def sync():
    say("sync of 5,000 users")
    import boto3
    cognito = boto3.client("cognito-idp", endpoint_url=ENV["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"],
                           region_name="us-east-1", aws_access_key_id="local", aws_secret_access_key="local")
    pool = cognito.create_user_pool(PoolName="bench")["UserPool"]["Id"]
    for number in range(5_000):
        cognito.admin_create_user(UserPoolId=pool, Username=f"u{number}", MessageAction="SUPPRESS",
                                  UserAttributes=[{"Name": "preferred_username", "Value": f"u{number}"}])
    import psycopg
    with psycopg.connect(ENV["CONNECTION_URL"]) as database:
        database.execute("INSERT INTO users (display_name, handle, email, cognito_user_id) "
                         "SELECT 'u', 'u' || n, 'u@example.com', '-' FROM generate_series(0, 4999) n")
    environment = {**ENV, "AWS_COGNITO_USER_POOL_ID": pool}
    (ours, _), (listing, _), (peer, _) = measure(
        [tool("db-update-cognito-user-ids"), tool("cognito-list-users"), python("peer_sync.py")], 3, environment)
    add("sync of 5,000 Cognito users",
        f"{ours:.2f} s, of which {listing:.2f} s for the pages; {peer / ours:.1f} × faster than boto3 + psycopg",
        "the server's speed", ours <= 1.3 * listing)


def stream():
    say("stream function")
    with dynamodb(0, 5) as server:
        ours, script = stream_rates(server.url, "cruddur-messages", 200)
    add("stream function, 200 records in one event at 5 ms a request", compared(ours, script), "the week's", ours >= script)
    # Without a bar: moto copies the whole table before each action of a transaction, and week 5's function makes none.
    url = os.environ["AWS_ENDPOINT_URL_DYNAMODB"]
    run(tool("ddb-schema-load", "--table", "bench-stream", url=url))
    add("the same, 20 records on moto, whose transactions copy the table", compared(*stream_rates(url, "bench-stream", 20)),
        "-", True)
    bootstrap()


def stream_rates(url, table, count):
    """Records a second of our function and of week 5's, without the time that each takes to start."""
    run(python("peer_stream.py", url, table, "prepare", count, WORK))

    def ours(event):
        return tool("cruddur-messaging-stream", "--event", WORK / event, "--table", table, url=url)

    def script(event):
        return python("peer_stream.py", url, table, "handle", WORK / event)

    # Each event has messages of another day, so that they are new in each run.
    (start, _), (script_start, _) = measure([ours("event-0.json"), script("event-0.json")], 5)
    runs = [(run(ours(f"event-{day}.json"))[0], run(script(f"event-{day + 1}.json"))[0]) for day in (1, 3, 5)]
    seconds, script_seconds = (statistics.median(column) for column in zip(*runs))
    return count / (seconds - start), count / (script_seconds - script_start)


def compared(ours, script):
    return f"{ours:,.0f} records/s, {ours / script:.1f} × the week's function ({script:,.0f})"


def bootstrap():
    """Measures how long the zip's executable takes from its start to its first request, and to its first response."""
    archive = WORK / "function.zip"
    subprocess.run([HERE.parent / "scripts/package-lambda", "--binary", BIN / "cruddur-messaging-stream", archive],
                   check=True, stdout=subprocess.DEVNULL)
    run(python("../Tests/EndToEndTests/Oracles/unzip.py", archive, WORK / "function"))
    command = [str(word) for word in python("runtime_api.py", WORK / "function/bootstrap")]
    empty = python("peer_stream.py", "http://127.0.0.1:1", "none", "handle", WORK / "event-0.json")
    samples = []
    for _ in range(15):
        times = subprocess.run(command, env=ENV, check=True, capture_output=True, text=True).stdout.split()
        samples.append((*map(float, times), run(empty)[0] * 1000))
    first, response, boto = (statistics.median(column) for column in zip(*samples))
    add("packaged `bootstrap`, start to its first response",
        f"{response:.0f} ms, {boto / response:.0f} × faster than Python with boto3 starts ({boto:.0f} ms); "
        f"first request after {first:.0f} ms", "≥ 20 ×", boto >= 20 * response)


def api():
    say("message API")
    run(tool("db-setup", "--quiet"), {**ENV, "AWS_COGNITO_USER_POOL_ID": os.environ["AWS_COGNITO_USER_POOL_ID"]})
    import psycopg
    with psycopg.connect(ENV["CONNECTION_URL"]) as database:
        user, = database.execute("SELECT uuid::text FROM users WHERE handle = 'phidel'").fetchone()
    seconds = 2 if QUICK else 20
    with dynamodb(1, user=user) as server:
        command = [str(word) for word in python("api_load.py", BIN, server.url, seconds)]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    results = json.loads(answer)
    ours, flask = results["ours"], results["flask"]
    if ours["refused"] or flask["refused"]:
        sys.exit(f"bench: not all requests were answered: {answer}")
    add("`GET /api/messages/{group}`, 32 connections",
        f"{ours['rate']:,.0f} requests/s, p99 {ours['p99_ms']:.0f} ms, {ours['cpu_us']:,.0f} µs of CPU each "
        f"(Flask under gunicorn {flask['rate']:,.0f}, {flask['p99_ms']:.0f} ms, {flask['cpu_us']:,.0f} µs)",
        "Flask's", ours["rate"] >= flask["rate"] and ours["p99_ms"] <= flask["p99_ms"])
    add("`cruddur-api`, memory at 1,000 idle connections", f"{ours['idle_mb']:.0f} MB (Flask at 32 {flask['mb']:.0f} MB)",
        "Flask's", ours["idle_mb"] <= flask["mb"])
    add("`cruddur-api`, start to first answer", f"{ours['start_ms']:.0f} ms (Flask {flask['start_ms']:,.0f} ms)",
        "≤ 100 ms", ours["start_ms"] <= 100)


def first_build():
    say("first build")
    clone = WORK / "clone"
    subprocess.run(["git", "clone", "-q", HERE.parent, clone], check=True)
    start = time.perf_counter()
    subprocess.run(["swift", "build", "--product", "ddb-seed"], cwd=clone, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    add("first `swift build --product ddb-seed`", f"{seconds:.0f} s", "≤ 60 s", seconds <= 60)


def report():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print("# Benchmarks\n")
    print(f"`scripts/bench`, {time.strftime('%Y-%m-%d')}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
          f"{memory:.0f} GB. Release build; medians; each ratio from one run, servers on loopback.\n")
    print("| what | measured | bar | holds |\n|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


parts = {"start": start_up, "scan": scan, "seed": seed, "sync": sync, "stream": stream, "api": api,
         "build": first_build}
names = [name for name in sys.argv[3:] if name != "--quick"]
for name in names or parts:
    parts[name]()
report()
