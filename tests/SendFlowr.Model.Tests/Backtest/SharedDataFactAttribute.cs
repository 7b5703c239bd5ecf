namespace SendFlowr.Model.Tests.Backtest;

/// <summary>A fact about the real activity streams beside the checkout; skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
        {
            Skip = "The activity streams (../shared/data from the repository's root) are not on this machine.";
        }
    }
}
