"""Makes a user with an access key and a policy on a moto that checks signatures once it has seen enough requests.

Usage: make_users.py ENDPOINT. Prints {"id": ..., "secret": ...}. These three requests, and one more, are not checked.
"""

import json
import sys

import boto3

iam = boto3.client(
    "iam",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="unchecked",
    aws_secret_access_key="unchecked",
)
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}]}
iam.create_user(UserName="tester")
iam.put_user_policy(UserName="tester", PolicyName="all", PolicyDocument=json.dumps(policy))
key = iam.create_access_key(UserName="tester")["AccessKey"]
json.dump({"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}, sys.stdout)
