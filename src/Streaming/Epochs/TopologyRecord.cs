using System.Text.Json;
using Streaming.Tables;
using Streaming.Topologies;

namespace Streaming.Epochs;

/// <summary>The topology that wrote a table, kept with it, by hash: <c>replay</c> and people need it.</summary>
internal sealed record TopologyRecord(string File, TopologyText Text)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async ValueTask WriteAsync(IObjectStore store, TopologySpec spec, TopologyText text, CancellationToken abort) =>
        await store.PutIfAbsentAsync(PathOf(spec.Hash), JsonSerializer.SerializeToUtf8Bytes(new TopologyRecord(spec.File, text), Json), abort);

    public static async ValueTask<TopologyRecord?> ReadAsync(IObjectStore store, string hash, CancellationToken abort)
    {
        await using var file = await store.OpenReadAsync(PathOf(hash), abort);
        return file is null ? null : await JsonSerializer.DeserializeAsync<TopologyRecord>(file, Json, abort);
    }

    private static string PathOf(string hash) => $"{TableFolders.Topologies}/{hash}.json";
}
