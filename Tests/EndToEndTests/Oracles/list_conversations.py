"""What the week's list-conversations prints, corrected.

Usage: list_conversations.py ENDPOINT REGION TABLE UUID YEAR. Prints the text as a JSON string. Corrected is the missing
import. What boto3 adds to the response is left out.
"""

import json
import sys

import boto3

endpoint, region, table_name, my_user_uuid, year = sys.argv[1:]
dynamodb = boto3.client(
    "dynamodb",
    endpoint_url=endpoint,
    region_name=region,
    aws_access_key_id="local",
    aws_secret_access_key="local",
)
response = dynamodb.query(
    TableName=table_name,
    KeyConditionExpression="pk = :pk AND begins_with(sk,:year)",
    ScanIndexForward=False,
    ExpressionAttributeValues={":year": {"S": year}, ":pk": {"S": f"GRP#{my_user_uuid}"}},
    ReturnConsumedCapacity="TOTAL",
)
del response["ResponseMetadata"]
text = f"my-uuid: {my_user_uuid}\n{json.dumps(response, sort_keys=True, indent=2)}\n"
json.dump([text], sys.stdout)
