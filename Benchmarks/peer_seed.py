"""Week 5's script (a PutItem for each line), and boto3's batch_writer, to compare ddb-seed with.

peer_seed.py URL put|batch [CONVERSATION]
"""
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import boto3

built_in = Path(__file__).parents[1] / "fixtures/conversation.txt"
lines = (Path(sys.argv[3]) if len(sys.argv) > 3 else built_in).read_text().splitlines()
start = datetime.now(timezone.utc)
items = [
    {"pk": "MSG#group", "sk": (start + timedelta(minutes=number)).isoformat(), "message": line}
    for number, line in enumerate(["group", "group", *lines])
]
table = boto3.resource("dynamodb", endpoint_url=sys.argv[1]).Table("cruddur-messages")
if sys.argv[2] == "put":
    for item in items:
        table.put_item(Item=item)
else:
    with table.batch_writer() as batch:
        for item in items:
            batch.put_item(Item=item)
