"""Makes sure that a local Cognito has the course's user pool with two users; prints the pool's id.

Usage: user_pool.py ENDPOINT HANDLE.... Only the standard library: Docker users need no virtual environment.
"""

import json
import sys
import urllib.request

SERVICE = "AWSCognitoIdentityProviderService"
# A local server reads the service and the region from here and checks no signature.
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=local/20230101/us-east-1/cognito-idp/aws4_request, "
    "SignedHeaders=host, Signature=0"
)

# Never through a proxy: the server is on this machine.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def call(operation, **parameters):
    request = urllib.request.Request(
        sys.argv[1],
        data=json.dumps(parameters).encode(),
        headers={
            "Authorization": AUTHORIZATION,
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Date": "20230101T000000Z",
            "X-Amz-Target": f"{SERVICE}.{operation}",
        },
    )
    with opener.open(request, timeout=30) as response:
        return json.load(response)


def pool_id():
    for pool in call("ListUserPools", MaxResults=60)["UserPools"]:
        if pool["Name"] == "cruddur":
            return pool["Id"]
    # As in the course: people sign in with their email address.
    pool = call("CreateUserPool", PoolName="cruddur", UsernameAttributes=["email"])
    return pool["UserPool"]["Id"]


def preferred_usernames(pool):
    users = call("ListUsers", UserPoolId=pool)["Users"]
    return {
        attribute["Value"]
        for user in users
        for attribute in user["Attributes"]
        if attribute["Name"] == "preferred_username"
    }


def main():
    pool = pool_id()
    there = preferred_usernames(pool)
    for handle in sys.argv[2:]:
        if handle in there:
            continue
        email = f"{handle.lower()}@example.com"
        call(
            "AdminCreateUser",
            UserPoolId=pool,
            Username=email,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": email},
                {"Name": "name", "Value": handle},
                {"Name": "preferred_username", "Value": handle},
            ],
        )
    print(pool)


main()
