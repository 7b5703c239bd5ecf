namespace SendFlowr.Model.Decisions;

/// <summary>How much of the engine a decision uses; the arms of an experiment. The default is all of it.</summary>
/// <remarks>Suppression, windows and late rules are the same in every arm: a control group is not mailed more freely.</remarks>
public enum DecisionArm
{
    /// <summary>The best minute, triggered earlier by the latency of the lane.</summary>
    MinuteLatency = 0,

    /// <summary>The best minute, triggered at that minute.</summary>
    Minute = 1,

    /// <summary>The best hour, triggered as it begins.</summary>
    Hour = 2,

    /// <summary>The earliest allowed instant: what a send without timing does.</summary>
    Fixed = 3,
}
