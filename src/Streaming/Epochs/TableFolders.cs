using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>Where a table keeps what is ours. Names that begin with an underscore are skipped by readers and by foreign vacuums.</summary>
internal static class TableFolders
{
    /// <summary>The Delta log.</summary>
    public const string DeltaLog = "_delta_log";

    /// <summary>The log of a table of plain files.</summary>
    public const string PlainLog = "_streaming/log";

    /// <summary>The log of a table of that layout.</summary>
    public static string LogOf(TableLayout layout) => layout == TableLayout.Delta ? DeltaLog : PlainLog;

    /// <summary>Manifests.</summary>
    public const string Epochs = "_streaming/epochs";

    /// <summary>Operators' state.</summary>
    public const string State = "_streaming/state";

    /// <summary>Plain files whose entry is not in the log yet.</summary>
    public const string Staging = "_streaming/staging";

    /// <summary>The topologies that wrote the table, by hash.</summary>
    public const string Topologies = "_streaming/topologies";
}
