"""Week 5's Lambda function on a local server, to compare cruddur-messaging-stream with.

peer_stream.py URL TABLE prepare COUNT FOLDER: makes COUNT groups, and six events with a message for each group, of another
day in each event, and event 0 without a record.
peer_stream.py URL TABLE handle EVENT: handles an event by a call for each record, because week 5's function reads one only.
"""
import json
import sys
from pathlib import Path

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb", endpoint_url=sys.argv[1])
table = dynamodb.Table(sys.argv[2])


def lambda_handler(event, context):
    record = event["Records"][0]
    if record["eventName"] == "REMOVE":
        return
    pk = record["dynamodb"]["Keys"]["pk"]["S"]
    sk = record["dynamodb"]["Keys"]["sk"]["S"]
    if pk.startswith("MSG#"):
        group_uuid = pk.replace("MSG#", "")
        message = record["dynamodb"]["NewImage"]["message"]["S"]
        data = table.query(
            IndexName="message-group-sk-index",
            KeyConditionExpression=Key("message_group_uuid").eq(group_uuid),
        )
        for i in data["Items"]:
            table.delete_item(Key={"pk": i["pk"], "sk": i["sk"]})
            table.put_item(Item={**i, "sk": sk, "message": message})


def prepare(count, folder):
    with table.batch_writer() as batch:
        for number in range(count):
            for owner, partner in [("a", "b"), ("b", "a")]:
                batch.put_item(Item={
                    "pk": f"GRP#{owner}{number}", "sk": "2023-01-01T00:00:00.000000+00:00",
                    "message_group_uuid": f"g{number}", "message": "first", "user_uuid": f"{partner}{number}",
                    "user_display_name": partner, "user_handle": partner,
                })
    for day in range(1, 7):
        write_event(day, [record(day, number) for number in range(count)], folder)
    write_event(0, [], folder)


def record(day, number):
    key = {"pk": {"S": f"MSG#g{number}"}, "sk": {"S": f"2023-01-0{day}T12:00:00.000000+00:00"}}
    image = {**key, "message": {"S": f"of day {day}"}, "user_uuid": {"S": f"a{number}"}}
    return {
        "eventID": f"{day}-{number}", "eventName": "INSERT",
        "dynamodb": {"SequenceNumber": str(number + 1), "Keys": key, "NewImage": image},
    }


def write_event(day, records, folder):
    (Path(folder) / f"event-{day}.json").write_text(json.dumps({"Records": records}))


if sys.argv[3] == "prepare":
    prepare(int(sys.argv[4]), sys.argv[5])
else:
    for one in json.loads(Path(sys.argv[4]).read_text())["Records"]:
        lambda_handler({"Records": [one]}, None)
