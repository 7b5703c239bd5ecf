using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Tables;
using Xunit.Abstractions;

namespace SendFlowr.Streams.Tests.Tables;

public class TransactionalTableTests(ITestOutputHelper output)
{
    private static readonly RowKey A = new(1, 1);
    private static readonly RowKey B = new(2, 2);

    [Fact]
    public void shows_its_own_changes_and_readers_the_committed_ones()
    {
        var table = new TransactionalTable("t");
        byte[] buffer = [];
        table.Put(A, "one"u8);
        table.TryGet(A, out ReadOnlySpan<byte> row).ShouldBeTrue();
        row.SequenceEqual("one"u8).ShouldBeTrue();
        table.Committed.TryCopy(A, ref buffer, out _).ShouldBeFalse();
        table.Publish();
        table.Committed.TryCopy(A, ref buffer, out int length).ShouldBeTrue();
        length.ShouldBe(3);
    }

    [Fact]
    public void forgets_an_aborted_transaction()
    {
        var table = new TransactionalTable("t");
        table.Put(A, "one"u8);
        table.Publish();
        table.Put(A, "two"u8);
        table.Put(B, "b"u8);
        table.Delete(A).ShouldBeTrue();
        table.Abort();
        table.Count.ShouldBe(1);
        table.TryGet(B, out _).ShouldBeFalse();
        table.TryGet(A, out ReadOnlySpan<byte> row).ShouldBeTrue();
        row.SequenceEqual("one"u8).ShouldBeTrue();
    }

    [Fact]
    public void writes_the_last_change_of_each_key_to_the_changelog()
    {
        var table = new TransactionalTable("t");
        table.Put(A, "committed"u8);
        table.Publish();
        table.Put(B, "gone again"u8);
        table.Delete(B);
        table.Put(A, "first"u8);
        table.Put(A, "the last and longer one"u8);
        var changelog = new GrowableBytes();
        table.WriteChangelog(changelog).ShouldBe(1, "a row that came and went within the transaction is no change");

        var copy = new TableStore("t");
        var reader = new ByteReader(changelog.Span);
        TransactionalTable.ApplyChangelog(ref reader, 1, copy);
        reader.AtEnd.ShouldBeTrue();
        byte[] buffer = [];
        copy.TryCopy(A, ref buffer, out int length).ShouldBeTrue();
        buffer.AsSpan(0, length).SequenceEqual("the last and longer one"u8).ShouldBeTrue();
    }

    [Fact]
    public void tells_an_empty_row_from_none()
    {
        var table = new TransactionalTable("t");
        table.Put(A, default);
        table.TryGet(A, out ReadOnlySpan<byte> row).ShouldBeTrue();
        row.Length.ShouldBe(0);
        table.Publish();
        table.TryGet(A, out row).ShouldBeTrue();
        table.Delete(A).ShouldBeTrue();
        table.Delete(A).ShouldBeFalse();
        table.TryGet(A, out _).ShouldBeFalse();
    }

    [Fact]
    public void refuses_a_row_that_is_too_long()
    {
        var table = new TransactionalTable("t");
        Should.Throw<ArgumentException>(() => table.Put(A, new byte[ITable.MaxRowBytes + 1])).Message.ShouldContain("the limit is 1048576");
    }

    /// <summary>Against a dictionary with a copy for the running transaction: reads, counts, scans, changelog, commits and aborts.</summary>
    [Fact]
    public void does_what_a_dictionary_with_a_copy_does()
    {
        const int seed = 99;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var table = new TransactionalTable("t");
        var replica = new TableStore("t");
        var committed = new Dictionary<RowKey, byte[]>();
        var current = new Dictionary<RowKey, byte[]>();
        for (int operation = 0; operation < 20_000; operation++)
        {
            RowKey key = new((ulong)random.Next(300), 5);
            switch (random.Next(80))
            {
                case 0:
                    var changelog = new GrowableBytes();
                    int rows = table.WriteChangelog(changelog);
                    var reader = new ByteReader(changelog.Span);
                    TransactionalTable.ApplyChangelog(ref reader, rows, replica);
                    table.Publish();
                    committed = new(current);
                    Rows(replica.Scan).SequenceEqual(Texts(committed)).ShouldBeTrue();
                    break;
                case 1:
                    table.Abort();
                    current = new(committed);
                    break;
                case 2:
                    Rows(table.Scan).SequenceEqual(Texts(current)).ShouldBeTrue();
                    break;
                case < 15:
                    table.Delete(key).ShouldBe(current.Remove(key));
                    break;
                default:
                    byte[] row = new byte[random.Next(60)];
                    random.NextBytes(row);
                    table.Put(key, row);
                    current[key] = row;
                    break;
            }

            table.Count.ShouldBe(current.Count);
            RowKey probe = new((ulong)random.Next(300), 5);
            table.TryGet(probe, out ReadOnlySpan<byte> found).ShouldBe(current.TryGetValue(probe, out byte[]? expected));
            found.SequenceEqual(expected).ShouldBeTrue();
        }

        List<string> Rows(ScanFunction scan)
        {
            var rows = new List<string>();
            TableCursor cursor = default;
            int most = random.Next(1, 30);
            bool hasMore = true;
            while (hasMore)
            {
                int before = rows.Count;
                hasMore = scan(ref cursor, most, (key, row) => rows.Add($"{key}={Convert.ToHexString(row)}"));
                (rows.Count - before <= most).ShouldBeTrue();
            }

            rows.Sort(StringComparer.Ordinal);
            return rows;
        }
    }

    private delegate bool ScanFunction(ref TableCursor cursor, int maxRows, RowVisitor visitor);

    private static List<string> Texts(Dictionary<RowKey, byte[]> rows) =>
        [.. rows.Select(row => $"{row.Key}={Convert.ToHexString(row.Value)}").Order(StringComparer.Ordinal)];
}
