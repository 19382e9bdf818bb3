"""yaml_document.py TEXT: prints a YAML document as JSON."""

import json
import sys

import yaml

json.dump(yaml.safe_load(sys.argv[1]), sys.stdout)
