using System.Buffers.Binary;
using SendFlowr.Streams.Tables;
using Xunit.Abstractions;

namespace SendFlowr.Streams.Tests.Tables;

public class TableReaderTests(ITestOutputHelper output)
{
    private const int Keys = 300;
    private const int Writes = 400_000;

    /// <summary>
    /// Each row says its key and its length and is filled with one number, so that any mixture of two rows shows. Rows change their size, vanish
    /// and take each other's memory, and the table grows, while two threads read.
    /// </summary>
    [Fact]
    public async Task never_sees_half_a_row()
    {
        const int seed = 11;
        output.WriteLine($"seed {seed}");
        var store = new TableStore("rows");
        using var done = new CancellationTokenSource();
        Task<(long Rows, string? Wrong)>[] readers =
        [
            Task.Factory.StartNew(() => ReadKeys(store, done.Token), TaskCreationOptions.LongRunning),
            Task.Factory.StartNew(() => ScanRows(store, done.Token), TaskCreationOptions.LongRunning),
        ];
        Write(store, new Random(seed));
        await done.CancelAsync();
        foreach ((long rows, string? wrong) in await Task.WhenAll(readers))
        {
            output.WriteLine($"{rows} rows read");
            wrong.ShouldBeNull();
            rows.ShouldBeGreaterThan(0);
        }
    }

    private static void Write(TableStore store, Random random)
    {
        byte[] row = new byte[4096];
        for (int write = 0; write < Writes; write++)
        {
            int number = random.Next(Keys) + (write * 8 / Writes * 100);
            RowKey key = Key(number);
            if (random.Next(4) == 0)
            {
                store.Delete(RowHash.Of(key), key);
                continue;
            }

            Span<byte> content = row.AsSpan(0, 16 + random.Next(random.Next(8) == 0 ? 4000 : 120));
            content.Fill((byte)random.Next(256));
            BinaryPrimitives.WriteInt64LittleEndian(content, number);
            BinaryPrimitives.WriteInt32LittleEndian(content[8..], content.Length);
            store.Put(RowHash.Of(key), key, content);
        }
    }

    private static (long Rows, string? Wrong) ReadKeys(TableStore store, CancellationToken done)
    {
        byte[] buffer = [];
        long rows = 0;
        for (int number = 0; !done.IsCancellationRequested; number = (number + 1) % (Keys + 800))
        {
            if (store.TryCopy(Key(number), ref buffer, out int length))
            {
                rows++;
                if (Wrong(number, buffer.AsSpan(0, length)) is { } wrong)
                {
                    return (rows, wrong);
                }
            }
        }

        return (rows, null);
    }

    private static (long Rows, string? Wrong) ScanRows(TableStore store, CancellationToken done)
    {
        long rows = 0;
        string? wrong = null;
        TableCursor cursor = default;
        while (wrong is null && !done.IsCancellationRequested)
        {
            bool hasMore = store.Scan(ref cursor, 16, (key, row) =>
            {
                rows++;
                wrong ??= Wrong((long)key.Low, row);
            });
            cursor = hasMore ? cursor : default;
        }

        return (rows, wrong);
    }

    private static string? Wrong(long number, ReadOnlySpan<byte> row)
    {
        bool isWhole = row.Length >= 16
            && BinaryPrimitives.ReadInt64LittleEndian(row) == number
            && BinaryPrimitives.ReadInt32LittleEndian(row[8..]) == row.Length
            && row[12..].IndexOfAnyExcept(row[12]) < 0;
        return isWhole ? null : $"row {number} of {row.Length} bytes: {Convert.ToHexString(row[..Math.Min(row.Length, 40)])}";
    }

    private static RowKey Key(int number) => new(0, (ulong)number);
}
