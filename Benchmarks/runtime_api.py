"""A Lambda runtime API with one invocation, which records the times of the requests.

runtime_api.py BOOTSTRAP: starts BOOTSTRAP and prints two numbers: milliseconds from its start to its first request, and to
its first response.
"""
import os
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

times = []


class Runtime(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, **headers):
        times.append(time.perf_counter())
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200, b'{"Records":[]}', Lambda_Runtime_Aws_Request_Id="r-1")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(202, b"{}")

    def handle(self):
        # The invocation and its response; then the process is killed.
        for _ in range(2):
            self.handle_one_request()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Runtime)
environment = {**os.environ, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}"}
start = time.perf_counter()
process = subprocess.Popen([sys.argv[1]], env=environment, stderr=subprocess.DEVNULL)
connection, address = server.get_request()
Runtime(connection, address, server)
process.kill()
process.wait()
print(*[f"{(moment - start) * 1000:.1f}" for moment in times[:2]])
