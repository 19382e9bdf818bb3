"""Compares the two forms of ddb-scan with the items of boto3's paginator.

Usage: scan.py ENDPOINT REGION TABLE PLAIN TYPED, the last two files with what the tool printed. Prints {"count": ITEMS,
"pages": PAGES, "differences": [...]}. Numbers are compared digit by digit: typed ones as the server sent them, plain ones as
DynamoDB would. Items and sets are compared in the order received.
"""

import base64
import json
import sys
from decimal import Decimal

import boto3
from botocore.config import Config

endpoint, region, table, plain_path, typed_path = sys.argv[1:]
client = boto3.client(
    "dynamodb",
    endpoint_url=endpoint,
    region_name=region,
    aws_access_key_id="local",
    aws_secret_access_key="local",
    config=Config(retries={"max_attempts": 0}),
)
pages = list(client.get_paginator("scan").paginate(TableName=table))
items = [item for page in pages for item in page["Items"]]


def typed(value):
    """DynamoDB's JSON for an attribute value of boto3's client, which has bytes for binary."""
    (kind, content), = value.items()
    if kind == "B":
        content = base64.b64encode(content).decode()
    elif kind == "BS":
        content = [base64.b64encode(one).decode() for one in content]
    elif kind == "L":
        content = [typed(one) for one in content]
    elif kind == "M":
        content = {name: typed(one) for name, one in content.items()}
    return {kind: content}


class Number(str):
    """A number as its digits, without a conversion to float."""


def normal(text):
    """A number as DynamoDB answers it, without an exponent and without trailing zeros."""
    digits = format(Decimal(text), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Number("0" if Decimal(text) == 0 else digits)


def plain(value):
    (kind, content), = value.items()
    if kind == "N":
        return normal(content)
    if kind == "NS":
        return [normal(one) for one in content]
    if kind == "NULL":
        return None
    if kind == "L":
        return [plain(one) for one in content]
    if kind == "M":
        return {name: plain(one) for name, one in content.items()}
    return content


def exact(value):
    """The value in a form that distinguishes numbers from strings and keeps the order of attributes."""
    if isinstance(value, Number):
        return f"number {value}"
    if isinstance(value, dict):
        return [[name, exact(one)] for name, one in value.items()]
    if isinstance(value, list):
        return ["list"] + [exact(one) for one in value]
    return [type(value).__name__, value]


def lines(path):
    with open(path, "rb") as file:
        text = file.read()
    assert text == b"" or text.endswith(b"\n")
    return [
        json.loads(line, parse_float=Number, parse_int=Number) for line in text.decode("utf-8").split("\n")[:-1]
    ]


differences = []
for path, form in ((plain_path, plain), (typed_path, lambda value: value)):
    printed = lines(path)
    if len(printed) != len(items):
        differences.append(f"{path}: {len(printed)} lines, {len(items)} items")
    for number, (line, item) in enumerate(zip(printed, items), 1):
        expected = {name: form(typed(value)) for name, value in item.items()}
        if exact(line) != exact(expected):
            differences.append(f"{path}:{number}: {str(line)[:300]} is not {str(expected)[:300]}")
json.dump({"count": len(items), "pages": len(pages), "differences": differences[:5]}, sys.stdout)
