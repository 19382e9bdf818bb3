"""A boto3 script, to compare ddb-list-tables with."""
import sys

import boto3

print(boto3.client("dynamodb", endpoint_url=sys.argv[1]).list_tables()["TableNames"])
