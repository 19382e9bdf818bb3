"""The week's seed script, corrected: it writes to a table of its own, and compares that with the tool's.

Usage: seed.py, with a JSON document on the command line: endpoint, region, table (the tool's), oracle (the script's),
start, group, conversation, my_handle, other_handle, users (rows of public.users).
Corrected are the times (UTC, always six digits of fraction) and the prefix (removed only at the start of a line). What the
course's script fixes at its top is in the document. Prints {"count": ITEMS, "differences": [...]}; message_uuid is left out.
"""

import json
import sys
import uuid
from datetime import datetime, timedelta, timezone

import boto3

given = json.loads(sys.argv[1])
ddb = boto3.client(
    "dynamodb",
    endpoint_url=given["endpoint"],
    region_name=given["region"],
    aws_access_key_id="local",
    aws_secret_access_key="local",
)
my_user = next(user for user in given["users"] if user["handle"] == given["my_handle"])
other_user = next(user for user in given["users"] if user["handle"] == given["other_handle"])
now = datetime.fromisoformat(given["start"]).astimezone(timezone.utc)


def stamp(moment):
    return moment.isoformat(timespec="microseconds")


def put(record):
    ddb.put_item(TableName=given["oracle"], Item={name: {"S": value} for name, value in record.items()})


def create_message_group(owner, partner):
    put({
        "pk": f"GRP#{owner['uuid']}",
        "sk": stamp(now),
        "message_group_uuid": given["group"],
        "message": "this is a filler message",
        "user_uuid": partner["uuid"],
        "user_display_name": partner["display_name"],
        "user_handle": partner["handle"],
    })


def create_message(created_at, message, sender):
    put({
        "pk": f"MSG#{given['group']}",
        "sk": created_at,
        "message_uuid": str(uuid.uuid4()),
        "message": message,
        "user_uuid": sender["uuid"],
        "user_display_name": sender["display_name"],
        "user_handle": sender["handle"],
    })


def items(table):
    pages = ddb.get_paginator("scan").paginate(TableName=table)
    return {(item["pk"]["S"], item["sk"]["S"]): item for page in pages for item in page["Items"]}


create_message_group(my_user, other_user)
create_message_group(other_user, my_user)
with open(given["conversation"], encoding="utf-8") as file:
    lines = file.read().strip("\n").split("\n")
for i, line in enumerate(lines):
    if line.startswith("Person 1: "):
        sender = my_user
    elif line.startswith("Person 2: "):
        sender = other_user
    else:
        raise ValueError(line)
    create_message(stamp(now + timedelta(minutes=i)), line[len("Person 1: "):], sender)

expected, written = items(given["oracle"]), items(given["table"])
differences = [f"only in one table: {key}" for key in expected.keys() ^ written.keys()]
ids = set()
for key in expected.keys() & written.keys():
    if "message_uuid" in expected[key]:
        expected[key].pop("message_uuid")
        message_uuid = written[key].pop("message_uuid", {}).get("S", "none")
        if str(uuid.UUID(message_uuid)) != message_uuid or message_uuid in ids:
            differences.append(f"no id of its own: {key}")
        ids.add(message_uuid)
    if expected[key] != written[key]:
        differences.append(f"script: {expected[key]}, tool: {written[key]}")
json.dump({"count": len(expected), "differences": differences[:5]}, sys.stdout)
