using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Evolution;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Resolution;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Generic;

public sealed class TranscoderTests(ITestOutputHelper output)
{
    [Fact]
    public void old_bytes_become_new_ones_that_hold_the_same() => Law.Holds(output, 500, random =>
    {
        string text = RandomSchemas.RecordText(random);
        AvroSchema older = AvroSchema.Parse(text);
        AvroSchema newer = AvroSchema.Parse(AdditiveChanges.Apply(text, random));
        AvroValue value = new RandomValues(random).Next(older);
        AvroWriter forth = new();
        AvroWriter back = new();

        new Transcoder(older, newer).Transcode(Samples.Bytes(older, value), forth);
        new Transcoder(newer, older).Transcode(forth.WrittenSpan, back);

        new DatumReader(older).Read(back.WrittenSpan).ShouldBe(value);
        AdditiveChanges.EnsureAddedDefaults(new DatumReader(newer).Read(forth.WrittenSpan));
    });

    [Fact]
    public void random_additions_are_additive_and_readable() => Law.Holds(output, 500, random =>
    {
        string text = RandomSchemas.RecordText(random);
        AvroSchema older = AvroSchema.Parse(text);
        AvroSchema newer = AvroSchema.Parse(AdditiveChanges.Apply(text, random));

        AdditiveEvolution.Check(older, newer).ShouldBeEmpty();
        SchemaCompatibility.Mismatches(newer, older).ShouldBeEmpty();
        if (older.CanonicalForm != newer.CanonicalForm)
            AdditiveEvolution.Check(newer, older).ShouldNotBeEmpty();
    });

    [Fact]
    public void schemas_of_one_layout_are_copied()
    {
        Transcoder transcoder = new(
            AvroSchema.Parse("""{"type":"record","name":"R","doc":"a","fields":[{"name":"f","type":"long"}]}"""),
            AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"f","type":"long","default":1}]}"""));
        AvroWriter writer = new();
        writer.WriteInt(1);

        transcoder.Transcode([5], writer);

        transcoder.IsIdentity.ShouldBeTrue();
        writer.WrittenSpan.ToArray().ShouldBe([2, 5]);
    }

    [Fact]
    public void bad_data_leaves_the_output_as_it_was()
    {
        Transcoder transcoder = new(AvroSchema.Parse("""["int","string"]"""), AvroSchema.Parse("""["long"]"""));
        AvroWriter writer = new();
        writer.WriteInt(1);

        Should.Throw<AvroDataException>(() => transcoder.Transcode([0, 2, 9], writer)).Message.ShouldContain("1 bytes follow");
        Should.Throw<AvroDataException>(() => transcoder.Transcode([2, 2, 0x61], writer));
        writer.Length.ShouldBe(1);
        transcoder.Transcode([0, 2], writer);
        writer.WrittenSpan.ToArray().ShouldBe([2, 0, 2]);
    }
}
