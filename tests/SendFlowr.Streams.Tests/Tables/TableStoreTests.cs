using System.Numerics;
using SendFlowr.Streams.Tables;
using Xunit.Abstractions;

namespace SendFlowr.Streams.Tests.Tables;

public class TableStoreTests(ITestOutputHelper output)
{
    [Fact]
    public void holds_what_a_dictionary_holds()
    {
        const int seed = 20260101;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var store = new TableStore("rows");
        var model = new Dictionary<RowKey, byte[]>();
        byte[] buffer = [];
        for (int operation = 0; operation < 60_000; operation++)
        {
            RowKey key = Key(random.Next(2000));
            if (random.Next(3) == 0)
            {
                store.Delete(RowHash.Of(key), key).ShouldBe(model.Remove(key));
            }
            else
            {
                byte[] row = new byte[random.Next(10) == 0 ? random.Next(5000) : random.Next(300)];
                random.NextBytes(row);
                store.Put(RowHash.Of(key), key, row);
                model[key] = row;
            }

            RowKey probe = Key(random.Next(2000));
            bool found = store.TryCopy(probe, ref buffer, out int length);
            found.ShouldBe(model.TryGetValue(probe, out byte[]? expected));
            buffer.AsSpan(0, length).SequenceEqual(expected).ShouldBeTrue();
        }

        store.Count.ShouldBe(model.Count);
        var scanned = new Dictionary<RowKey, byte[]>();
        TableCursor cursor = default;
        while (store.Scan(ref cursor, 7, (key, row) => scanned.Add(key, row.ToArray())))
        {
        }

        scanned.Count.ShouldBe(model.Count);
        scanned.ShouldAllBe(entry => entry.Value.SequenceEqual(model[entry.Key]));
    }

    [Fact]
    public void visits_rows_that_stay_exactly_once_while_others_come_and_go()
    {
        const int seed = 7;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int round = 0; round < 30; round++)
        {
            var store = new TableStore("rows");
            RowKey[] staying = [.. Enumerable.Range(0, 500).Select(Key)];
            Array.ForEach(staying, key => store.Put(RowHash.Of(key), key, "stays"u8));
            var visits = new Dictionary<RowKey, int>();
            TableCursor cursor = default;
            bool hasMore = true;
            while (hasMore)
            {
                hasMore = store.Scan(ref cursor, random.Next(1, 20), (key, _) => visits[key] = visits.GetValueOrDefault(key) + 1);
                for (int change = 0; change < 60; change++)
                {
                    RowKey key = Key(1000 + random.Next(4000));
                    if (random.Next(2) == 0)
                    {
                        store.Put(RowHash.Of(key), key, "comes"u8);
                    }
                    else
                    {
                        store.Delete(RowHash.Of(key), key);
                    }
                }
            }

            staying.ShouldAllBe(key => visits[key] == 1);
        }
    }

    [Fact]
    public void never_visits_more_rows_than_asked_for()
    {
        var store = new TableStore("rows");
        for (int index = 0; index < 1000; index++)
        {
            store.Put(RowHash.Of(Key(index)), Key(index), default);
        }

        TableCursor cursor = default;
        int total = 0;
        bool hasMore = true;
        while (hasMore)
        {
            int visited = 0;
            hasMore = store.Scan(ref cursor, 3, (_, _) => visited++);
            visited.ShouldBeLessThanOrEqualTo(3);
            total += visited;
        }

        total.ShouldBe(1000);
    }

    [Fact]
    public void uses_the_memory_of_deleted_rows_again()
    {
        var store = new TableStore("rows");
        byte[] row = new byte[777];
        long first = 0;
        for (int round = 0; round < 20; round++)
        {
            for (int index = 0; index < 1000; index++)
            {
                RowKey key = Key((round * 1000) + index);
                store.Put(RowHash.Of(key), key, row);
            }

            for (int index = 0; index < 1000; index++)
            {
                RowKey key = Key((round * 1000) + index);
                store.Delete(RowHash.Of(key), key).ShouldBeTrue();
            }

            first = round == 0 ? store.AllocatedBytes : first;
        }

        store.Count.ShouldBe(0);
        store.AllocatedBytes.ShouldBeLessThanOrEqualTo(first + (64 << 10));
    }

    [Fact]
    public void costs_at_most_40_bytes_a_row_beside_key_and_value()
    {
        var store = new TableStore("rows");
        byte[] row = new byte[200];
        for (int index = 0; index < 300_000; index++)
        {
            store.Put(RowHash.Of(Key(index)), Key(index), row);
        }

        double overhead = ((double)store.AllocatedBytes / store.Count) - RowKey.SizeBytes - row.Length;
        output.WriteLine($"{overhead:F1} bytes");
        overhead.ShouldBeLessThan(40);
    }

    [Fact]
    public void takes_rows_from_0_to_the_largest_size_and_no_larger()
    {
        var store = new TableStore("rows");
        byte[] largest = new byte[ITable.MaxRowBytes];
        largest[^1] = 5;
        byte[] buffer = [];
        store.Put(RowHash.Of(Key(1)), Key(1), largest);
        store.Put(RowHash.Of(Key(2)), Key(2), default);
        store.TryCopy(Key(1), ref buffer, out int length).ShouldBeTrue();
        buffer.AsSpan(0, length).SequenceEqual(largest).ShouldBeTrue();
        store.TryCopy(Key(2), ref buffer, out length).ShouldBeTrue();
        length.ShouldBe(0);
        Should.Throw<ArgumentException>(() => store.Put(0, default, new byte[ITable.MaxRowBytes + 1]))
            .Message.ShouldContain("the limit is 1048576");
    }

    [Fact]
    public void keeps_rows_apart_whose_hashes_are_equal()
    {
        var store = new TableStore("rows");
        const ulong multiplier = 0x9E3779B97F4A7C15;
        ulong inverse = multiplier;
        for (int step = 0; step < 6; step++)
        {
            inverse = unchecked(inverse * (2 - (multiplier * inverse)));
        }

        RowKey[] keys = new RowKey[100];
        for (int index = 0; index < keys.Length; index++)
        {
            ulong high = (ulong)index;
            ulong mixed = BitOperations.RotateLeft(unchecked(high * 0xC2B2AE3D27D4EB4F), 31);
            keys[index] = new RowKey(high, unchecked((mixed ^ 12345) * inverse));
        }

        ulong hash = RowHash.Of(keys[0]);
        keys.ShouldAllBe(key => RowHash.Of(key) == hash);
        for (int index = 0; index < keys.Length; index++)
        {
            store.Put(hash, keys[index], BitConverter.GetBytes(index));
        }

        for (int index = 0; index < keys.Length; index += 2)
        {
            store.Delete(hash, keys[index]).ShouldBeTrue();
        }

        for (int index = 0; index < keys.Length; index++)
        {
            store.TryGet(hash, keys[index], out ReadOnlySpan<byte> row).ShouldBe(index % 2 == 1);
            (index % 2 == 0 || BitConverter.ToInt32(row) == index).ShouldBeTrue();
        }

        var visited = new HashSet<RowKey>();
        TableCursor cursor = default;
        store.Scan(ref cursor, 1, (key, _) => visited.Add(key)).ShouldBeFalse("rows of one hash are visited together");
        visited.Count.ShouldBe(50);
    }

    private static RowKey Key(int number) => new((ulong)number * 31, (ulong)number);
}
