"""A moto server with a Cognito user pool of many users. They are put in directly, because requests would take a minute.

Usage: large_pool.py COUNT FILE. The handles are handle0, handle1, … Writes {"pool": ID, "subs": [...]} into FILE, then
says where it serves.
"""

import json
import sys
import threading

from moto.cognitoidp.models import cognitoidp_backends
from moto.server import ThreadedMotoServer

count, file = int(sys.argv[1]), sys.argv[2]
backend = cognitoidp_backends["123456789012"]["us-east-1"]
pool = backend.create_user_pool("large", {})
subs = []
for number in range(count):
    attributes = [{"Name": "preferred_username", "Value": f"handle{number}"}]
    user = backend.admin_create_user(pool.id, f"user-{number}", None, None, attributes)
    subs.append(user.attribute_lookup["sub"])
with open(file, "w", encoding="utf-8") as made:
    json.dump({"pool": pool.id, "subs": subs}, made)

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
print(f"Serving on {host}:{port}", flush=True)
threading.Event().wait()
