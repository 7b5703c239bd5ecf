// Reads {module, groups: [{schema, cases: [{hex, json}]}]} from the file named by the first argument and answers on standard output with
// what the independent implementation makes of it: of each schema its canonical form and MD5, of each case the JSON encoding of the bytes
// and the bytes of the JSON encoding.
'use strict';

const fs = require('fs');

const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const avro = require(input.module);

const answers = input.groups.map(({ schema, cases }) => {
  const type = avro.Type.forSchema(JSON.parse(schema), { wrapUnions: true });
  return {
    canonical: JSON.stringify(type.schema()),
    md5: type.fingerprint('md5').toString('hex'),
    cases: cases.map(({ hex, json }) => ({
      json: type.toString(type.fromBuffer(Buffer.from(hex, 'hex'))),
      hex: type.toBuffer(type.fromString(json)).toString('hex'),
    })),
  };
});

process.stdout.write(JSON.stringify({ version: require(input.module + '/package.json').version, answers }));
