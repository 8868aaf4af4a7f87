namespace Streaming.Topologies;

/// <summary>Looks a dotted path up in a sample.</summary>
internal static class SamplePath
{
    private const string StatsPrefix = KnownColumns.Stats + ".";

    public static Func<Sample, object?> Compile(string path) => path switch
    {
        KnownColumns.Id => sample => sample.Id,
        KnownColumns.Text => sample => sample.Text,
        "lineage.source" => sample => sample.Lineage.Split.Source,
        "lineage.split" => sample => sample.Lineage.Split.Name,
        "lineage.position" => sample => sample.Lineage.Position,
        _ when path.StartsWith(StatsPrefix, StringComparison.Ordinal) => Stat(path[StatsPrefix.Length..]),
        _ => sample => sample.Stats[path] ?? sample.Meta[path],
    };

    private static Func<Sample, object?> Stat(string key) => sample => sample.Stats[key];
}
