using System.Text.Json.Nodes;

namespace Streaming.Cli.Search;

/// <summary>A sample that was found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shard">The file it lies in.</param>
/// <param name="Row">Its row there.</param>
/// <param name="Snippet">The piece of its text that shows why.</param>
internal sealed record SearchHit(string Id, string Shard, long Row, string Snippet)
{
    public JsonObject Json(double score) => new() { ["id"] = Id, ["shard"] = Shard, ["row"] = Row, ["score"] = score, ["snippet"] = Snippet };
}
