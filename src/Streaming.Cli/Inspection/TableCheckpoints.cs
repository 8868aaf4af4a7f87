using System.Text.Json.Nodes;
using Streaming.Tables;
using Streaming.Topologies;

namespace Streaming.Cli.Inspection;

/// <summary>The checkpoints of Delta tables, as the <c>delta</c> sink writes them.</summary>
internal static class TableCheckpoints
{
    /// <summary>Their format; null in a build without that sink.</summary>
    public static ICheckpointFormat? For(string folder) =>
        OperatorCatalog.Default.Find(OperatorRole.Sink, "delta") is { } delta
            && OptionsBinder.Bind(delta, new JsonObject { ["path"] = Path.GetFullPath(folder) }.ToJsonString(), folder).Options is { } options
            ? ((Sink)Activator.CreateInstance(delta.Implementation, options)!).Checkpoints
            : null;
}
