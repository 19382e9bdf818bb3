"""What `aws dynamodb list-tables --query TableNames --output FORMAT` prints, for several regions and formats.

Usage: list_tables.py ENDPOINT REGION=COUNT... Makes COUNT tables in each region first.
Prints {"REGION": {"FORMAT": TEXT}} as JSON. One process for all: awscli takes a second to start.
"""

import contextlib
import io
import json
import os
import sys

import boto3
from awscli.clidriver import create_clidriver

# Names with all characters that AWS allows, of the shortest and the greatest length.
NAMES = ["a.b", "A_Z-0.9", "x" * 255]

endpoint = sys.argv[1]
os.environ.update(AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local")


def make_tables(region, count):
    client = boto3.client("dynamodb", endpoint_url=endpoint, region_name=region)
    names = [f"cruddur-{i:03}" for i in range(count)]
    names[: min(count, 3)] = NAMES[: min(count, 3)] if count > 1 else names
    for name in names:
        client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )


def printed(region, output):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        command = ["dynamodb", "list-tables", "--query", "TableNames", "--output", output]
        status = create_clidriver().main(command + ["--endpoint-url", endpoint, "--region", region])
    assert status == 0, status
    return text.getvalue()


answers = {}
for argument in sys.argv[2:]:
    region, count = argument.split("=")
    make_tables(region, int(count))
    answers[region] = {output: printed(region, output) for output in ("table", "json", "text")}
json.dump(answers, sys.stdout)
