"""The sync by boto3 and psycopg, with an UPDATE for each user, to compare db-update-cognito-user-ids with."""
import os

import boto3
import psycopg

cognito = boto3.client("cognito-idp", endpoint_url=os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"])
users = {}
for page in cognito.get_paginator("list_users").paginate(UserPoolId=os.environ["AWS_COGNITO_USER_POOL_ID"]):
    for user in page["Users"]:
        attributes = {attribute["Name"]: attribute["Value"] for attribute in user["Attributes"]}
        users[attributes["preferred_username"]] = attributes["sub"]
with psycopg.connect(os.environ["CONNECTION_URL"]) as database:
    for handle, sub in users.items():
        database.execute("UPDATE public.users SET cognito_user_id = %s WHERE handle = %s", (sub, handle))
