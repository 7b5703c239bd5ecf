#!/usr/bin/env python3
"""An orchestrator's side: reads triggers and sends what each of them says.

    python3 orchestrator.py --bootstrap broker:9092 --registry http://registry:8081

Needs confluent-kafka and avro (of pip, or Debian's python3-confluent-kafka and python3-avro). Prints one JSON object for each message;
put your platform's call into send(). Triggers are read committed, each once in the topic; offsets are committed after send(), so that a
crash in between repeats the last ones: let your platform take request_id as its idempotency key.
"""
import argparse
import base64
import io
import json
import os
import signal
import struct
import sys
import urllib.request

import avro.io
import avro.schema
from confluent_kafka import Consumer

MAGIC = 0
HEADER = struct.Struct(">bI")
COMMIT_EVERY = 100


class Schemas:
    """Schemas of a registry by id, each asked for once."""

    def __init__(self, address, user=None, password=None):
        self.address = address.rstrip("/")
        self.headers = {"Accept": "application/vnd.schemaregistry.v1+json"}
        if user:
            token = base64.b64encode(f"{user}:{password}".encode()).decode()
            self.headers["Authorization"] = f"Basic {token}"
        self.readers = {}

    def reader(self, schema_id):
        if schema_id not in self.readers:
            request = urllib.request.Request(f"{self.address}/schemas/ids/{schema_id}", headers=self.headers)
            with urllib.request.urlopen(request, timeout=10) as answer:
                schema = avro.schema.parse(json.load(answer)["schema"])
            self.readers[schema_id] = avro.io.DatumReader(schema)
        return self.readers[schema_id]

    def decode(self, value):
        magic, schema_id = HEADER.unpack_from(value)
        if magic != MAGIC:
            raise ValueError(f"the value begins with {magic}: is kafka.registry set in sendflowr.yaml?")
        return self.reader(schema_id).read(avro.io.BinaryDecoder(io.BytesIO(value[HEADER.size:])))


def send(trigger):
    """Stands for the call of your platform, with trigger["request_id"] as its idempotency key."""
    print(json.dumps(trigger, default=lambda instant: instant.isoformat()), flush=True)


def arguments():
    parser = argparse.ArgumentParser(description="Reads SendFlowr's triggers.")
    parser.add_argument("--bootstrap", default="localhost:9092", help="brokers, host:port,host:port")
    parser.add_argument("--registry", default="http://localhost:8081", help="address of the schema registry")
    parser.add_argument("--topic", default="sendflowr.triggers")
    parser.add_argument("--group", default="orchestrator", help="consumer group; several processes of one share the partitions")
    parser.add_argument("--limit", type=int, help="ends after so many triggers; without it, it goes on until it is stopped")
    return parser.parse_args()


def main():
    options = arguments()
    # Credentials come by the environment, where no list of processes shows them.
    schemas = Schemas(options.registry, os.environ.get("REGISTRY_USER"), os.environ.get("REGISTRY_PASSWORD"))
    consumer = Consumer({
        "bootstrap.servers": options.bootstrap,
        "group.id": options.group,
        "isolation.level": "read_committed",
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    })
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    consumer.subscribe([options.topic])
    sent = uncommitted = 0
    try:
        while options.limit is None or sent < options.limit:
            message = consumer.poll(0.5)
            if message is not None and message.error():
                print(f"waiting: {message.error().str()}", file=sys.stderr)
            elif message is not None:
                send(schemas.decode(message.value()))
                sent += 1
                uncommitted += 1
            if uncommitted and (message is None or uncommitted >= COMMIT_EVERY or sent == options.limit):
                consumer.commit(asynchronous=False)
                uncommitted = 0
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
