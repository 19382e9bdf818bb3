"""moto's server, with two of its faults mended. Takes moto.server's arguments.

It works on one request at a time. With several threads moto loses writes: a table's partitions are a defaultdict whose
keys are hashed by Python code, so of two first writes into a partition at the same moment one may disappear, with its
whole batch.

A transaction that fails leaves the table's stream as it was. moto alone puts a copy of the table, made before it,
in its place, with a copy of the stream's shard; iterators that were given out before keep the old shard, which has records
of what the transaction wrote until it failed, and gets no later ones.
"""
import threading

from moto import server
from moto.dynamodb.models import DynamoDBBackend


class OneAtATime(server.DomainDispatcherApplication):
    requests = threading.Lock()

    def __call__(self, environ, start_response):
        with self.requests:
            return super().__call__(environ, start_response)


moto_transact_write_items = DynamoDBBackend.transact_write_items


def transact_write_items(backend, transact_items):
    streams = [(table, table.stream_shard) for table in backend.tables.values() if table.stream_shard]
    before = [(table, shard, len(shard.items)) for table, shard in streams]
    try:
        moto_transact_write_items(backend, transact_items)
    except Exception:
        for table, shard, count in before:
            restored = backend.tables[table.name]
            if restored is not table:
                del shard.items[count:]
                shard.table = restored
                restored.stream_shard = shard
        raise


server.DomainDispatcherApplication = OneAtATime
DynamoDBBackend.transact_write_items = transact_write_items
server.main()
