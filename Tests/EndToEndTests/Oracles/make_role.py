"""Makes a user who may assume a role, and the role, which may use everything, in the AWS behind the environment's proxy.

Prints {"id": ..., "secret": ..., "arn": ...}. It takes five requests.
"""

import json
import sys

import boto3


def allow(action):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})


iam = boto3.client("iam", region_name="us-east-1")
trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
iam.create_user(UserName="tester")
iam.put_user_policy(UserName="tester", PolicyName="assume", PolicyDocument=allow("sts:*"))
key = iam.create_access_key(UserName="tester")["AccessKey"]
role = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=document)["Role"]
iam.put_role_policy(RoleName="reader", PolicyName="all", PolicyDocument=allow("*"))
json.dump({"id": key["AccessKeyId"], "secret": key["SecretAccessKey"], "arn": role["Arn"]}, sys.stdout)
