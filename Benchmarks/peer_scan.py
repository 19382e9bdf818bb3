"""boto3's paginator, which prints each item on a line, to compare ddb-scan with."""
import sys

import boto3

pages = boto3.resource("dynamodb", endpoint_url=sys.argv[1]).meta.client.get_paginator("scan")
for page in pages.paginate(TableName="cruddur-messages"):
    for item in page["Items"]:
        print(item)
