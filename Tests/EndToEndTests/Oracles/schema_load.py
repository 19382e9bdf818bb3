"""Creates the messages table by the week's schema-load script, and compares a table of the tool's with it.

Usage: schema_load.py ENDPOINT TOOL_REGION SCRIPT_REGION TABLE. Prints the differences of what DescribeTable says of both
as a JSON array; what no two tables have in common (ids, times, ARNs) is left out.
"""

import json
import sys

import boto3

endpoint, tool_region, script_region, table_name = sys.argv[1:]


def client(region):
    return boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


client(script_region).create_table(
    TableName=table_name,
    AttributeDefinitions=[
        {"AttributeName": "message_group_uuid", "AttributeType": "S"},
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "sk", "AttributeType": "S"},
    ],
    KeySchema=[
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "message-group-sk-index",
            "KeySchema": [
                {"AttributeName": "message_group_uuid", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
        }
    ],
    BillingMode="PROVISIONED",
    ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
)


def described(region):
    table = client(region).describe_table(TableName=table_name)["Table"]
    for name in ("TableId", "CreationDateTime", "TableArn"):
        table.pop(name, None)
    for index in table["GlobalSecondaryIndexes"]:
        index.pop("IndexArn", None)
    return table


expected, actual = described(script_region), described(tool_region)
names = expected.keys() | actual.keys()
differences = [
    f"{name}: {expected.get(name)} is not {actual.get(name)}"
    for name in sorted(names)
    if expected.get(name) != actual.get(name)
]
assert len(names) > 6, names
json.dump(differences, sys.stdout)
