"""Sends requests to an API, one after another, and prints the answers as JSON: [{"status": …, "body": …}].

Usage: call_api.py BASE_URL CALLS.json, whose calls are {"method", "path", "headers", "body"}; a body is JSON, or left out.
A body that is not JSON is printed as null.
"""

import json
import sys
import urllib.error
import urllib.request

base, path = sys.argv[1:]
answers = []
for call in json.load(open(path, encoding="utf-8")):
    data = json.dumps(call["body"]).encode() if "body" in call else None
    request = urllib.request.Request(base + call["path"], data=data, method=call["method"])
    for name, value in call.get("headers", {}).items():
        request.add_header(name, value)
    if data is not None:
        request.add_header("Content-Type", "application/json")
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    text = answer.read()
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    answers.append({"status": answer.status, "body": body})
print(json.dumps(answers))
