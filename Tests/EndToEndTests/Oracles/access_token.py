"""Signs in as a user of a pool in moto; prints the access token, the client, the pool and the user's sub as JSON.

Usage: access_token.py COGNITO_URL POOL HANDLE. Makes an app client, and gives the user a password. If POOL is `new`, it makes
a pool with this user.
"""

import json
import sys

import boto3

url, pool, handle = sys.argv[1:]
PASSWORD = "Local-password-1"
cognito = boto3.client(
    "cognito-idp", endpoint_url=url, region_name="us-east-1" if pool == "new" else pool.split("_")[0],
    aws_access_key_id="local", aws_secret_access_key="local")
if pool == "new":
    pool = cognito.create_user_pool(PoolName="cruddur")["UserPool"]["Id"]
    cognito.admin_create_user(
        UserPoolId=pool, Username=handle, UserAttributes=[{"Name": "preferred_username", "Value": handle}])


def attribute(user, name):
    return next((each["Value"] for each in user["Attributes"] if each["Name"] == name), None)


pages = cognito.get_paginator("list_users").paginate(UserPoolId=pool)
user = next(user for page in pages for user in page["Users"] if attribute(user, "preferred_username") == handle)
cognito.admin_set_user_password(UserPoolId=pool, Username=user["Username"], Password=PASSWORD, Permanent=True)
client = cognito.create_user_pool_client(
    UserPoolId=pool, ClientName="cruddur", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"])
client_id = client["UserPoolClient"]["ClientId"]
answer = cognito.admin_initiate_auth(
    UserPoolId=pool, ClientId=client_id, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
    AuthParameters={"USERNAME": user["Username"], "PASSWORD": PASSWORD})
print(json.dumps({
    "access_token": answer["AuthenticationResult"]["AccessToken"], "client_id": client_id, "pool": pool,
    "sub": attribute(user, "sub")}))
