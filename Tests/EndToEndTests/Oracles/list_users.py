"""What week 5's script cognito/list-users prints, corrected: with all pages, and without users that have no handle.

Usage: list_users.py ENDPOINT REGION POOL. Prints {"users": TEXT, "handles": TEXT} as JSON.
"""

import json
import sys

import boto3

endpoint, region, pool = sys.argv[1:]
client = boto3.client("cognito-idp", endpoint_url=endpoint, region_name=region)
params = {"UserPoolId": pool, "AttributesToGet": ["preferred_username", "sub"]}
users = []
while True:
    response = client.list_users(**params)
    users += response["Users"]
    if "PaginationToken" not in response:
        break
    params["PaginationToken"] = response["PaginationToken"]

dict_users = {}
for user in users:
    attrs = {attribute["Name"]: attribute["Value"] for attribute in user["Attributes"]}
    if "preferred_username" in attrs:
        dict_users[attrs["preferred_username"]] = attrs["sub"]

texts = {
    "users": json.dumps(users, sort_keys=True, indent=2, default=str),
    "handles": json.dumps(dict_users, sort_keys=True, indent=2, default=str),
}
json.dump(texts, sys.stdout)
