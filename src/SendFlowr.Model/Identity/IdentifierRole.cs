namespace SendFlowr.Model.Identity;

/// <summary>What an identifier may do to persons. Ordered: a lower value decides before a higher one.</summary>
public enum IdentifierRole
{
    /// <summary>Belongs to one human being wherever it is seen (hashed e-mail, phone): may merge persons; its source is ignored.</summary>
    Anchor = 0,

    /// <summary>May merge persons, with at most one value per source in a person (ESP, commerce, SMS subscriber).</summary>
    Exclusive = 1,

    /// <summary>Never merges persons; belongs to at most one (payment, support, device, cookie).</summary>
    Pointer = 2,

    /// <summary>A candidate with a score only (IP address, fingerprint).</summary>
    Hint = 3,
}
