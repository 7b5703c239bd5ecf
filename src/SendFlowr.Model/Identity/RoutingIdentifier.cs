using SendFlowr.Model.Events;

namespace SendFlowr.Model.Identity;

/// <summary>The node an event is routed and accounted to.</summary>
/// <param name="Node">Its node id.</param>
/// <param name="Confidence">Weight of that identifier alone, 0 … 1; 0 for an event that names nobody.</param>
/// <param name="Index">Position in <see cref="CanonicalEvent.Identifiers"/>, −1 for an event that names nobody.</param>
public readonly record struct RoutingChoice(NodeId Node, double Confidence, int Index);

/// <summary>Chooses the identifier that routes an event: hashed e-mail, else phone, else the greatest weight, else the least node id.</summary>
/// <remarks>The order of the identifiers does not matter, so every sender's events about a person meet. Identifiers of an unknown type are passed over.</remarks>
public static class RoutingIdentifier
{
    public static RoutingChoice Choose(CanonicalEvent source, NodeIdHasher hasher, IdentifierTypes types)
    {
        ArgumentNullException.ThrowIfNull(source);
        RoutingChoice best = new(default, 0, -1);
        int bestRank = int.MaxValue;
        for (int i = 0; i < source.Identifiers.Count; i++)
        {
            EventIdentifier identifier = source.Identifiers[i];
            if (!types.TryGet(identifier.Type, out IdentifierType? type))
            {
                continue;
            }

            int rank = Rank(type);
            if (rank > bestRank || (rank == bestRank && type.Weight < best.Confidence))
            {
                continue;
            }

            NodeId node = hasher.Hash(identifier);
            if (rank < bestRank || type.Weight > best.Confidence || node < best.Node)
            {
                best = new RoutingChoice(node, type.Weight, i);
                bestRank = rank;
            }
        }

        return best.Index >= 0 ? best : best with { Node = hasher.HashEvent(source.Provider, source.EventId) };
    }

    /// <summary>Chooses by the built-in identifier table.</summary>
    public static RoutingChoice Choose(CanonicalEvent source, NodeIdHasher hasher) => Choose(source, hasher, IdentifierTypes.Default);

    private static int Rank(IdentifierType type) => type.Form switch
    {
        IdentifierForm.EmailHash => 0,
        IdentifierForm.Phone => 1,
        _ => 2,
    };
}
