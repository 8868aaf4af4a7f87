using Streaming.Samples;

namespace Streaming.Cli.Inspection;

/// <summary>The lineage that a table recorded. Sources give samples one of their own, so it comes along under another name.</summary>
internal static class RecordedLineage
{
    /// <summary>The column under which it comes.</summary>
    public const string Column = "lineage_of_table";

    /// <summary>The columns to rename when the rows of a table are read; of anything else none.</summary>
    public static Dictionary<string, string> Renamed(InspectedTable? table) =>
        table?.Snapshot.Metadata.Schema.Find(KnownColumns.Lineage) is null ? [] : new() { [Column] = KnownColumns.Lineage };
}
