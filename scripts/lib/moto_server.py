"""moto's server, which works on one request at a time.

With several threads it loses writes: a table's partitions are a defaultdict whose keys are hashed by Python code, so of two
first writes into a partition at the same moment one may disappear, with its whole batch. Takes moto.server's arguments.
"""
import threading

from moto import server


class OneAtATime(server.DomainDispatcherApplication):
    requests = threading.Lock()

    def __call__(self, environ, start_response):
        with self.requests:
            return super().__call__(environ, start_response)


server.DomainDispatcherApplication = OneAtATime
server.main()
