namespace SendFlowr.Model.Rings;

/// <summary>A set of <see cref="EvidenceClass"/> values, one bit each. The default is empty. Immutable.</summary>
public readonly record struct EvidenceClassSet
{
    private readonly uint _bits;

    public EvidenceClassSet(params ReadOnlySpan<EvidenceClass> classes)
    {
        foreach (EvidenceClass evidenceClass in classes)
        {
            _bits |= 1u << (int)evidenceClass;
        }
    }

    /// <summary>Clicks by people, with or without a known message.</summary>
    public static EvidenceClassSet Clicks => new(EvidenceClass.MessageClick, EvidenceClass.EventClick);

    /// <summary>Opens by people, with or without a known message.</summary>
    public static EvidenceClassSet Opens => new(EvidenceClass.MessageOpen, EvidenceClass.EventOpen);

    public static EvidenceClassSet Deliveries => new(EvidenceClass.Delivered);

    /// <summary>Everything a person did: no machine variant, nothing sent or delivered.</summary>
    public static EvidenceClassSet Engagement => new(
        EvidenceClass.Visit, EvidenceClass.View, EvidenceClass.Conversion, EvidenceClass.MessageClick, EvidenceClass.EventClick,
        EvidenceClass.MessageOpen, EvidenceClass.EventOpen, EvidenceClass.MessageReply, EvidenceClass.EventReply);

    public bool Contains(EvidenceClass evidenceClass) => ((_bits >> (int)evidenceClass) & 1) != 0;
}
