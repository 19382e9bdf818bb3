"""Starts a server on a free port of this machine, and measures the processor time and the memory that it takes.

For bench.py and api_load.py.
"""
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def accepts_connections(server):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", server.port)) == 0


class Server:
    """A server's process, and the worker processes that it has started."""

    def __init__(self, command, is_ready, **options):
        """`command` returns the words of the command line for a port; `options` are those of subprocess.Popen.

        Returns when `is_ready`, which is called with this server, returns true.
        """
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        words = [str(word) for word in command(self.port)]
        start = time.perf_counter()
        self.process = subprocess.Popen(words, **options)
        while not is_ready(self):
            if self.process.poll() is not None or time.perf_counter() - start > 60:
                self.stop()
                sys.exit(f"{Path(sys.argv[0]).stem}: {words[0]} does not answer")
            time.sleep(0.001)
        self.seconds_to_first_answer = time.perf_counter() - start

    def processes(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def processor_seconds(self):
        fields = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in self.processes()]
        return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS

    def memory(self):
        """The proportional set size in MB: memory that several processes share is divided among them."""
        total = 0
        for pid in self.processes():
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)[1])
        return total / 1024

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def running(command, is_ready=accepts_connections, **options):
    """A Server that is stopped at the end."""
    server = Server(command, is_ready, **options)
    try:
        yield server
    finally:
        server.stop()
