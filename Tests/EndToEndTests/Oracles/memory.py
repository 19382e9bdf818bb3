"""Runs a program and prints as JSON how it ended: status, stdout, stderr, seconds, and peak memory in bytes.

Usage: memory.py PROGRAM [ARGUMENT...]
"""

import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
run = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True)
seconds = time.monotonic() - start
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(
    json.dumps(
        {
            "status": run.returncode if run.returncode >= 0 else 128 - run.returncode,
            "stdout": run.stdout.decode(errors="replace"),
            "stderr": run.stderr.decode(errors="replace"),
            "seconds": seconds,
            "memory": memory,
        }
    )
)
