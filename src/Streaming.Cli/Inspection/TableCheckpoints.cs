using System.Text.Json.Nodes;
using Streaming.Tables;
using Streaming.Topologies;

namespace Streaming.Cli.Inspection;

/// <summary>The checkpoints of Delta tables, as the <c>delta</c> sink writes them.</summary>
internal static class TableCheckpoints
{
    /// <summary>Their format; null in a build without that sink.</summary>
    public static ICheckpointFormat? For(string folder) => SinkOf(folder, null)?.Checkpoints;

    /// <summary>The sink that writes such a table, with the options of its compaction.</summary>
    /// <exception cref="BadInputException">The options are wrong.</exception>
    public static Sink? SinkOf(string folder, JsonObject? compact)
    {
        if (OperatorCatalog.Default.Find(OperatorRole.Sink, "delta") is not { } delta)
        {
            return null;
        }

        var json = new JsonObject { ["path"] = StorePlace.Full(folder) };
        if (compact is not null)
        {
            json["compact"] = compact;
        }

        var bound = OptionsBinder.Bind(delta, json.ToJsonString(), folder);
        return bound.Options is { } options
            ? (Sink)Activator.CreateInstance(delta.Implementation, options)!
            : throw new BadInputException(string.Join(' ', bound.Problems.Select(p => p.Message)));
    }
}
