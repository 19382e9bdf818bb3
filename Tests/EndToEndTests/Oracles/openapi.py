"""Prints docs/openapi.yaml as JSON, as cruddur-api serves it.

To update the served document: openapi.py docs/openapi.yaml > Sources/cruddur-api/openapi.json
"""

import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps(yaml.safe_load(file), separators=(",", ":"), ensure_ascii=False))
