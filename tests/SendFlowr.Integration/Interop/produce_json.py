"""Writes events as plain JSON by a client of another language: produce_json.py BOOTSTRAP TOPIC COUNT."""
import json
import sys

from confluent_kafka import Producer

bootstrap, topic, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
producer = Producer({"bootstrap.servers": bootstrap})
for number in range(count):
    event = {
        "event_id": f"python-{number}",
        "event_type": "opened",
        "occurred_at": 1_790_000_000_000 + number,
        "provider": "klaviyo",
        "channel": "email",
        "identifiers": [{"type": "email", "value": f"p{number % 7}@example.com"}],
    }
    producer.produce(topic, key=f"k{number}", value=json.dumps(event))
    producer.poll(0)
sys.exit(producer.flush(20))
