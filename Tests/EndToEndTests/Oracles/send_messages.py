"""Sends messages to cruddur-api on several connections, each until it is accepted, and prints how that went as JSON.

Usage: send_messages.py BASE_URL TOKEN GROUP COUNT THREADS. Message number N is the text "message N", sent with the
Idempotency-Key "key-N". What is printed: {"accepted": …, "repeated": …, "refused": [statuses]}.
"""

import concurrent.futures
import json
import sys
import time
import urllib.error
import urllib.request

base, token, group, count, threads = sys.argv[1:]


def attempt(number):
    """The status of the answer; 0 where none came."""
    body = json.dumps({"message": f"message {number}", "message_group_uuid": group}).encode()
    request = urllib.request.Request(base + "/api/messages", data=body, method="POST", headers={
        "Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": f"key-{number}"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def send(number):
    statuses = []
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        statuses.append(attempt(number))
        if statuses[-1] == 200:
            break
        time.sleep(0.2)
    return statuses


with concurrent.futures.ThreadPoolExecutor(int(threads)) as pool:
    results = []
    for done in pool.map(send, range(int(count))):
        results.append(done)
        print(len(results), file=sys.stderr, flush=True)
print(json.dumps({
    "accepted": sum(statuses[-1] == 200 for statuses in results),
    "repeated": sum(len(statuses) - 1 for statuses in results),
    "refused": sorted({status for statuses in results for status in statuses} - {200})}))
