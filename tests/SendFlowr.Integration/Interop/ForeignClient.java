import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Apache's own Kafka and Avro, in the wire format of a registry: what is written here they read, and the other way round. */
public final class ForeignClient {
    private static final String CLICK = """
        {"type":"record","name":"Click","namespace":"shop","fields":[
          {"name":"id","type":"string"},
          {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
          {"name":"who","type":{"type":"record","name":"Who","fields":[{"name":"mail","type":["null","string"],"default":null}]}},
          {"name":"price","type":["null","double"],"default":null}]}
        """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final String bootstrap;
    private final String registry;

    private ForeignClient(String bootstrap, String registry) {
        this.bootstrap = bootstrap;
        this.registry = registry;
    }

    public static void main(String[] words) throws Exception {
        ForeignClient client = new ForeignClient(words[1], words[2]);
        switch (words[0]) {
            case "produce" -> client.produce(words[3], words[4], Integer.parseInt(words[5]));
            case "consume" -> client.consume(words[3], Integer.parseInt(words[4]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void produce(String clicks, String requests, int count) throws Exception {
        Schema click = new Schema.Parser().parse(CLICK);
        int clickId = ask("POST", "/subjects/" + clicks + "-value/versions", JSON.writeValueAsString(Map.of("schema", CLICK))).get("id").asInt();
        JsonNode latest = ask("GET", "/subjects/" + requests + "-value/versions/latest", null);
        Schema request = new Schema.Parser().parse(latest.get("schema").asText());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties("serializer", "ByteArraySerializer"))) {
            for (int number = 0; number < count; number++) {
                GenericRecord who = new GenericRecordBuilder(click.getField("who").schema()).set("mail", "p" + number % 7 + "@example.com").build();
                GenericRecord record = new GenericRecordBuilder(click)
                    .set("id", "java-" + number).set("at", 1_790_000_000_000L + number).set("who", who).set("price", number / 4.0).build();
                producer.send(new ProducerRecord<>(clicks, null, framed(clickId, record)));
            }
            Schema recipient = request.getField("recipient").schema().getElementType();
            for (int number = 0; number < 7; number++) {
                GenericRecord person = new GenericRecordBuilder(recipient).set("type", "email").set("value", "p" + number + "@example.com").build();
                GenericRecord record = new GenericRecordBuilder(request)
                    .set("request_id", "java-request-" + number)
                    .set("recipient", List.of(person))
                    .set("priority", new GenericData.EnumSymbol(request.getField("priority").schema(), "urgent"))
                    .set("metadata", Map.of("template", "größe-" + number))
                    .build();
                producer.send(new ProducerRecord<>(requests, ("any-" + number).getBytes(), framed(latest.get("id").asInt(), record)));
            }
            producer.flush();
        }
    }

    private void consume(String topic, int count) throws Exception {
        Properties properties = properties("deserializer", "ByteArrayDeserializer");
        properties.put("group.id", "foreign-" + topic);
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        int read = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            consumer.subscribe(List.of(topic));
            while (read < count && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    System.out.println(decode(record.value()));
                    read++;
                }
            }
        }
    }

    private GenericRecord decode(byte[] value) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        if (bytes.get() != 0) {
            throw new IOException("no header of a registry");
        }
        int id = bytes.getInt();
        if (!schemas.containsKey(id)) {
            schemas.put(id, new Schema.Parser().parse(ask("GET", "/schemas/ids/" + id, null).get("schema").asText()));
        }
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schemas.get(id));
        var decoder = DecoderFactory.get().binaryDecoder(value, bytes.position(), bytes.remaining(), null);
        GenericRecord record = reader.read(null, decoder);
        if (!decoder.isEnd()) {
            throw new IOException("bytes follow the record");
        }
        return record;
    }

    private static byte[] framed(int id, GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(4).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private JsonNode ask(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
            .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private Properties properties(String kind, String type) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("key." + kind, "org.apache.kafka.common.serialization." + type);
        properties.put("value." + kind, "org.apache.kafka.common.serialization." + type);
        return properties;
    }
}
