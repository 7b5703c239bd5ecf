namespace SendFlowr.Model.Rings;

/// <summary>What is known of each <see cref="EvidenceClass"/>: its key, its base class, whether a machine is meant.</summary>
/// <remarks>Pure functions, thread-safe. Numbers that no class has behave as classes keyed by minute.</remarks>
public static class EvidenceClasses
{
    /// <summary>Classes are stored in five bits.</summary>
    public const int Count = 32;

    private const int MachineVariants = (1 << 5) | (1 << 7) | (1 << 9) | (1 << 11);
    private const int HalfHourKeys = (1 << 1) | (1 << 2);
    private const int Answers = (1 << 4) | (1 << 6) | (1 << 8) | (1 << 10) | (1 << 12) | (1 << 13);
    private const int DayKeys = (1 << 4) | (1 << 5) | (1 << 8) | (1 << 9) | (1 << 12) | Quarantined;
    private const int Quarantined = (1 << 14) | (1 << 15);

    public static RingKeyKind KeyKind(EvidenceClass evidenceClass) =>
        Has(HalfHourKeys, evidenceClass) ? RingKeyKind.HalfHour
        : Has(DayKeys, evidenceClass) ? RingKeyKind.Day
        : RingKeyKind.Minute;

    /// <summary>Opens, clicks and replies by people: what a message prompted.</summary>
    public static bool IsAnswer(EvidenceClass evidenceClass) => Has(Answers, evidenceClass);

    /// <summary>Whether the event itself says that a machine caused it.</summary>
    public static bool IsMachine(EvidenceClass evidenceClass) => Has(MachineVariants, evidenceClass);

    /// <summary>The class that keys use: the variant without a verdict.</summary>
    public static EvidenceClass Base(EvidenceClass evidenceClass) => evidenceClass switch
    {
        EvidenceClass.MessageClickInQuarantine => EvidenceClass.MessageClick,
        EvidenceClass.MessageOpenInQuarantine => EvidenceClass.MessageOpen,
        _ => IsMachine(evidenceClass) ? evidenceClass - 1 : evidenceClass,
    };

    /// <summary>The quarantined variant of an open or click of a known message; other classes have none and come back unchanged.</summary>
    public static EvidenceClass WithQuarantine(EvidenceClass evidenceClass) => evidenceClass switch
    {
        EvidenceClass.MessageClick => EvidenceClass.MessageClickInQuarantine,
        EvidenceClass.MessageOpen => EvidenceClass.MessageOpenInQuarantine,
        _ => evidenceClass,
    };

    /// <summary>Of variants of equal key and minute the greater is kept: what the event says before a verdict, a verdict before none.</summary>
    internal static int Rank(EvidenceClass evidenceClass) => IsMachine(evidenceClass) ? 2 : Has(Quarantined, evidenceClass) ? 1 : 0;

    /// <summary>The machine variant of an open or click; other classes have none and come back unchanged.</summary>
    public static EvidenceClass WithMachine(EvidenceClass evidenceClass) =>
        Has(MachineVariants >> 1, evidenceClass) ? evidenceClass + 1 : evidenceClass;

    private static bool Has(int set, EvidenceClass evidenceClass) => ((set >> (int)evidenceClass) & 1) != 0;
}
