// Reads {avsc, snappyjs, groups: [{schema, codec, file, values, wire}]} from the file named by the first argument (files and messages in
// hex, values in the JSON encoding) and answers on standard output with what the independent implementation makes of it: of each container
// file its values and metadata, and a file of its own with the same values; of each message in the wire format its schema id and value, and
// a message of its own with the same.
'use strict';

const fs = require('fs');
const zlib = require('zlib');

const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const avro = require(input.avsc);
const snappy = require(input.snappyjs);

const crc32 = (data) => {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
};

const compress = {
  null: (data, done) => done(null, data),
  deflate: (data, done) => zlib.deflateRaw(data, done),
  snappy: (data, done) => {
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(data));
    done(null, Buffer.concat([Buffer.from(snappy.compress(data)), checksum]));
  },
};

const decompress = {
  null: (data, done) => done(null, data),
  deflate: (data, done) => zlib.inflateRaw(data, done),
  snappy: (data, done) => {
    const plain = Buffer.from(snappy.uncompress(data.subarray(0, -4)));
    done(crc32(plain) === data.readUInt32BE(data.length - 4) ? null : new Error('wrong checksum'), plain);
  },
};

const typeOf = (schema) => avro.Type.forSchema(schema, { wrapUnions: true });

const read = (hex) =>
  new Promise((resolve, reject) => {
    const decoder = new avro.streams.BlockDecoder({ codecs: decompress, parseHook: typeOf });
    const answer = { values: [] };
    let type;
    decoder.on('metadata', (schemaType, codec, header) => {
      type = schemaType;
      answer.codec = codec;
      answer.metadata = Object.keys(header.meta);
    });
    decoder.on('data', (value) => answer.values.push(type.toString(value)));
    decoder.on('error', reject);
    decoder.on('end', () => resolve(answer));
    decoder.end(Buffer.from(hex, 'hex'));
  });

const write = (schema, codec, values) =>
  new Promise((resolve, reject) => {
    const type = typeOf(JSON.parse(schema));
    const encoder = new avro.streams.BlockEncoder(type, { codec, codecs: compress, blockSize: 500 });
    const parts = [];
    encoder.on('data', (part) => parts.push(part));
    encoder.on('error', reject);
    encoder.on('end', () => resolve(Buffer.concat(parts).toString('hex')));
    for (const value of values) encoder.write(type.fromString(value));
    encoder.end();
  });

const wire = (schema, hex) => {
  const type = typeOf(JSON.parse(schema));
  const message = Buffer.from(hex, 'hex');
  if (message[0] !== 0) throw new Error('wrong magic');
  const id = message.readInt32BE(1);
  const value = type.fromBuffer(message.subarray(5));
  const header = Buffer.alloc(5);
  header.writeInt32BE(id, 1);
  return { id, json: type.toString(value), hex: Buffer.concat([header, type.toBuffer(value)]).toString('hex') };
};

(async () => {
  const answers = [];
  for (const group of input.groups) {
    answers.push({
      ...(await read(group.file)),
      file: await write(group.schema, group.codec, group.values),
      wire: wire(group.schema, group.wire),
    });
  }
  process.stdout.write(JSON.stringify({ answers }));
})().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
