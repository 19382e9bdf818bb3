"""Sends messages to cruddur-api on several connections, each until it is accepted, and prints how that went as JSON.

Usage: send_messages.py BASE_URL TOKEN GROUP HANDLE COUNT THREADS. Message number N is the text "message N", sent with
the Idempotency-Key "key-N" to the group, and every other one to the handle, whose group that is. What is printed:
{"accepted": [uuids of messages], "repeated": …, "refused": [statuses]}.
"""

import concurrent.futures
import http.client
import json
import sys
import time
import urllib.error
import urllib.request

base, token, group, handle, count, threads = sys.argv[1:]


def attempt(number):
    """The status of the answer, 0 where none came, and the message's uuid."""
    to = {"message_group_uuid": group} if number % 2 else {"handle": handle}
    body = json.dumps({"message": f"message {number}", **to}).encode()
    request = urllib.request.Request(base + "/api/messages", data=body, method="POST", headers={
        "Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": f"key-{number}"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)["uuid"]
    except urllib.error.HTTPError as error:
        return error.code, None
    except (OSError, http.client.HTTPException):
        return 0, None


def send(number):
    statuses, uuid = [], None
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        status, uuid = attempt(number)
        statuses.append(status)
        if status == 200:
            break
        time.sleep(0.2)
    return statuses, uuid


with concurrent.futures.ThreadPoolExecutor(int(threads)) as pool:
    results = list(pool.map(send, range(int(count))))
print(json.dumps({
    "accepted": [uuid for _, uuid in results if uuid],
    "repeated": sum(len(statuses) - 1 for statuses, _ in results),
    "refused": sorted({status for statuses, _ in results for status in statuses} - {200})}))
