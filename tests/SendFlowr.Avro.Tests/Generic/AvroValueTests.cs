using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;

namespace SendFlowr.Avro.Tests.Generic;

public sealed class AvroValueTests
{
    private static readonly EnumSchema Suit = (EnumSchema)AvroSchema.Parse("""{"type":"enum","name":"Suit","symbols":["A","B"]}""");
    private static readonly FixedSchema Two = (FixedSchema)AvroSchema.Parse("""{"type":"fixed","name":"Two","size":2}""");

    [Fact]
    public void the_default_is_null()
    {
        default(AvroValue).ShouldBe(AvroValue.Null);
        default(AvroValue).IsNull.ShouldBeTrue();
    }

    [Fact]
    public void a_value_is_taken_by_its_own_kind_only()
    {
        Should.Throw<InvalidOperationException>(() => AvroValue.FromInt(1).AsLong()).Message.ShouldContain("of kind Int, not Long");
        Should.Throw<InvalidOperationException>(() => AvroValue.Null.AsString());
        Should.Throw<InvalidOperationException>(() => AvroValue.FromString("x").AsBytes());
    }

    [Fact]
    public void equality_is_deep()
    {
        AvroValue first = AvroValue.FromMap([new("a", AvroValue.FromInt(1)), new("b", AvroValue.FromArray([AvroValue.FromBytes([1])]))]);
        AvroValue second = AvroValue.FromMap([new("b", AvroValue.FromArray([AvroValue.FromBytes([1])])), new("a", AvroValue.FromInt(1))]);

        first.ShouldBe(second);
        first.GetHashCode().ShouldBe(second.GetHashCode());
        first.ShouldNotBe(AvroValue.FromMap([new("a", AvroValue.FromInt(1)), new("c", AvroValue.Null)]));
        (AvroValue.FromDouble(double.NaN) == AvroValue.FromDouble(double.NaN)).ShouldBeTrue();
        (AvroValue.FromDouble(0.0) != AvroValue.FromDouble(-0.0)).ShouldBeTrue();
        (AvroValue.FromInt(1) == AvroValue.FromLong(1)).ShouldBeFalse();
        AvroValue.FromEnum(Suit, "A").ShouldNotBe(AvroValue.FromEnum(Suit, "B"));
        AvroValue.FromFixed(Two, [1, 2]).ShouldNotBe(AvroValue.FromBytes([1, 2]));
    }

    [Fact]
    public void of_entries_with_one_key_the_last_stays() =>
        AvroValue.FromMap([new("a", AvroValue.FromInt(1)), new("a", AvroValue.FromInt(2))]).AsMap()["a"].AsInt().ShouldBe(2);

    [Fact]
    public void what_the_schema_does_not_know_is_refused()
    {
        Should.Throw<ArgumentException>(() => AvroValue.FromEnum(Suit, "C")).Message.ShouldContain("no symbol 'C'");
        Should.Throw<ArgumentException>(() => AvroValue.FromFixed(Two, [1])).Message.ShouldContain("takes 2 bytes, not 1");
    }

    [Fact]
    public void a_record_takes_defaults_for_what_is_not_given()
    {
        const string Text = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int","default":2}]}""";
        AvroRecord record = Samples.Record(Text, ("a", AvroValue.FromInt(1))).AsRecord();

        record["b"].AsInt().ShouldBe(2);
        record.With("b", AvroValue.FromInt(3))["b"].AsInt().ShouldBe(3);
        record.ShouldNotBe(record.With("b", AvroValue.FromInt(3)));
        Should.Throw<ArgumentException>(() => Samples.Record(Text)).Message.ShouldContain("'a' of 'R' has no default");
        Should.Throw<ArgumentException>(() => record["c"]).Message.ShouldContain("no field 'c'");
        Should.Throw<ArgumentException>(() => record.With("c", AvroValue.Null));
    }
}
