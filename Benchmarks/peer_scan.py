"""The peer of ddb-scan: boto3's paginator, an item a line."""
import sys

import boto3

pages = boto3.resource("dynamodb", endpoint_url=sys.argv[1]).meta.client.get_paginator("scan")
for page in pages.paginate(TableName="cruddur-messages"):
    for item in page["Items"]:
        print(item)
