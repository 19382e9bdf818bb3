"""Makes a Cognito user pool in moto, with a user for each handle; null is a user without a handle.

Usage: make_pool.py ENDPOINT REGION FILE; the file is a JSON list of handles. Prints {"pool": ID, "subs": [...]} as JSON.
It sends plain HTTP requests, because boto3 takes three times as long.
"""

import http.client
import json
import sys
import urllib.parse

endpoint, region, file = sys.argv[1:]
credential = f"Credential=local/20230101/{region}/cognito-idp/aws4_request"
headers = {
    "Content-Type": "application/x-amz-json-1.1",
    "Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0",
}
connection = http.client.HTTPConnection(urllib.parse.urlsplit(endpoint).netloc)


def call(operation, document):
    target = f"AWSCognitoIdentityProviderService.{operation}"
    connection.request("POST", "/", json.dumps(document), {**headers, "X-Amz-Target": target})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, body
    return json.loads(body)


def make_user(number, handle):
    attributes = [{"Name": "email", "Value": f"user{number}@example.com"}]
    if handle is not None:
        attributes.append({"Name": "preferred_username", "Value": handle})
    user = {"UserPoolId": pool, "Username": f"user-{number}", "UserAttributes": attributes}
    made = call("AdminCreateUser", user)["User"]["Attributes"]
    return next(attribute["Value"] for attribute in made if attribute["Name"] == "sub")


pool = call("CreateUserPool", {"PoolName": "test"})["UserPool"]["Id"]
with open(file, encoding="utf-8") as handles:
    subs = [make_user(number, handle) for number, handle in enumerate(json.load(handles))]
json.dump({"pool": pool, "subs": subs}, sys.stdout)
