using System.Text.Json.Nodes;

namespace Streaming.Runtime;

/// <summary>Acts on losses where an epoch begins. Called by one task.</summary>
internal interface IPolicy
{
    /// <summary>The filters whose figures it looks at, by key. At borders that have figures of them it acts also where nothing was told.</summary>
    IEnumerable<string> Follows(ThresholdControl thresholds) => [];

    /// <summary>Acts on what was told since the last border; not called where nothing was, and it follows no figures.</summary>
    /// <param name="step">The trainer's newest step.</param>
    /// <param name="losses">By source; those that nothing was told of are missing.</param>
    /// <param name="control">What can be moved.</param>
    void Act(long step, IReadOnlyDictionary<string, SourceLosses> losses, RunControl control);

    /// <summary>What it goes on from after a restart.</summary>
    JsonObject Save();

    /// <summary>Goes on from what a commit says.</summary>
    void Restore(JsonObject state);
}

/// <summary>Keeps nothing.</summary>
internal abstract class StatelessPolicy : IPolicy
{
    public abstract void Act(long step, IReadOnlyDictionary<string, SourceLosses> losses, RunControl control);

    public JsonObject Save() => [];

    public void Restore(JsonObject state)
    {
    }
}
