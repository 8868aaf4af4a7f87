namespace Streaming.Tables;

/// <summary>How a table's files become visible.</summary>
public enum TableLayout
{
    /// <summary>A Delta Lake table: <c>_delta_log</c> says which files count.</summary>
    Delta,

    /// <summary>Plain files for readers that know no log: the log lies under <c>_streaming/</c>, and files are moved into the folder once their entry is in it.</summary>
    Plain,
}
