"""Runs a program on a terminal of its own and types what it is told to.

Usage: terminal.py DOCUMENT, JSON with command, limit (after so many seconds the program hangs), and steps: each waits for
"text" in what the program has written so far, or for "file" to be there, and then types "send" and, where it is not 0, sends the
program "signal". Prints JSON: status (128 and the signal's number, as shells have it), output (stdout and stderr as the terminal
shows them), echoes (whether the terminal shows what is typed, at the end), and seconds from the last step to the program's end.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

given = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execv(given["command"][0], given["command"])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

output = b""
steps = list(given["steps"])
start = last_step = time.monotonic()


def is_due(step):
    if "file" in step:
        return os.path.exists(step["file"])
    return step["text"].encode() in output


while True:
    if time.monotonic() - start > given["limit"]:
        os.kill(pid, 9)
        sys.exit(f"still running after {given['limit']} s, {len(steps)} steps left: {output!r}")
    if steps and is_due(steps[0]):
        step = steps.pop(0)
        os.write(terminal, step["send"].encode())
        if step["signal"]:
            os.kill(pid, step["signal"])
        last_step = time.monotonic()
    if not select.select([terminal], [], [], 0.01)[0]:
        continue
    try:
        piece = os.read(terminal, 1 << 16)
    except OSError:  # Linux says so when the program has ended.
        piece = b""
    if not piece:
        break
    output += piece
_, ending = os.waitpid(pid, 0)
seconds = time.monotonic() - last_step
code = os.waitstatus_to_exitcode(ending)
echoes = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
if steps:
    sys.exit(f"ended before the steps {steps}: {output!r}")
status = code if code >= 0 else 128 - code
answer = {"status": status, "output": output.decode(), "seconds": seconds, "echoes": echoes}
json.dump(answer, sys.stdout)
