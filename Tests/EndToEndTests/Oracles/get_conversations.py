"""What the week's get-conversations prints, corrected, for several cases.

Usage: get_conversations.py, with a JSON document on the command line: endpoint, region, table, group and cases, each
with year or from and to, limit, and tz (null for the machine's own zone). Prints a JSON array of texts.
Corrected are the group's id, the name of the list that is printed, and the time, which is in the reader's zone. What boto3
adds to the response is left out.
"""

import datetime
import json
import os
import sys
import time

import boto3

given = json.loads(sys.argv[1])
dynamodb = boto3.client(
    "dynamodb",
    endpoint_url=given["endpoint"],
    region_name=given["region"],
    aws_access_key_id="local",
    aws_secret_access_key="local",
)


def condition(case):
    if "from" in case:
        values = {":start_date": {"S": case["from"]}, ":end_date": {"S": case["to"]}}
        return "pk = :pk AND sk BETWEEN :start_date AND :end_date", values
    return "pk = :pk AND begins_with(sk,:year)", {":year": {"S": case["year"]}}


def printed(case):
    if case["tz"] is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = case["tz"]
    time.tzset()
    expression, values = condition(case)
    response = dynamodb.query(
        TableName=given["table"],
        ScanIndexForward=False,
        Limit=case["limit"],
        ReturnConsumedCapacity="TOTAL",
        KeyConditionExpression=expression,
        ExpressionAttributeValues={**values, ":pk": {"S": f"MSG#{given['group']}"}},
    )
    del response["ResponseMetadata"]
    lines = [json.dumps(response, sort_keys=True, indent=2)]
    lines.append(json.dumps(response["ConsumedCapacity"], sort_keys=True, indent=2))
    items = response["Items"]
    items.reverse()
    for item in items:
        sender_handle = item["user_handle"]["S"]
        message = item["message"]["S"]
        timestamp = item["sk"]["S"]
        dt_object = datetime.datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%S.%f%z").astimezone()
        formatted_datetime = dt_object.strftime("%Y-%m-%d %I:%M %p")
        lines.append(f"{sender_handle: <12}{formatted_datetime: <22}{message[:40]}...")
    return "\n".join(lines) + "\n"


json.dump([printed(case) for case in given["cases"]], sys.stdout)
