using System.Numerics;

namespace SendFlowr.Model.Rings;

/// <summary>What a <see cref="SortedRing{TItem, TKey}"/> holds: some bytes with a key, by which items are told apart and ordered.</summary>
internal interface IRingItem<TItem, TKey>
    where TItem : struct, IRingItem<TItem, TKey>
    where TKey : struct, IComparisonOperators<TKey, TKey, bool>
{
    /// <summary>Bytes of an item.</summary>
    static abstract int Size { get; }

    /// <summary>Key and rank: equal keys are the same thing, a full ring keeps the greatest.</summary>
    TKey Key { get; }

    /// <summary>Whether it takes the place of a stored item of the same key. Of any two one goes first, whatever the order of arrival.</summary>
    bool Replaces(TItem stored);

    static abstract TItem Load(ReadOnlySpan<byte> bytes);

    void Write(Span<byte> bytes);
}
