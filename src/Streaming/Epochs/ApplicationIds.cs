namespace Streaming.Epochs;

/// <summary>The <c>txn</c> application ids of a pipeline.</summary>
/// <param name="pipeline">The pipeline's name.</param>
internal sealed class ApplicationIds(string pipeline)
{
    private readonly string _prefix = pipeline + "/";

    /// <summary>Its version is the newest epoch.</summary>
    public string Epoch => pipeline;

    /// <summary>Its version is the newest epoch's attempt: with the epoch it names the manifest, also where <c>commitInfo</c> is gone (protocol rule 6).</summary>
    public string Manifest => _prefix + ".manifest";

    /// <summary>Its version, in a side table, is the version of the primary table that it was brought up to.</summary>
    public string Primary => _prefix + ".primary";

    /// <summary>Its version is the split's position.</summary>
    public string Of(SplitId split) => _prefix + split;

    /// <summary>The split that an id names, or null.</summary>
    public SplitId? SplitOf(string appId)
    {
        if (!appId.StartsWith(_prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var slash = appId.IndexOf('/', _prefix.Length);
        return slash < 0 ? null : new SplitId(appId[_prefix.Length..slash], appId[(slash + 1)..]);
    }
}
