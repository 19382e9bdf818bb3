"""The peer of ddb-list-tables: a boto3 script."""
import sys

import boto3

print(boto3.client("dynamodb", endpoint_url=sys.argv[1]).list_tables()["TableNames"])
