using Streaming.Feed.Mixing;
using Streaming.Feed.Reading;
using Streaming.Feed.Streams;
using Streaming.Feed.Tables;
using Streaming.Feed.Tickets;
using Streaming.Feed.Wire;

namespace Streaming.Feed.Tests.Mixing;

/// <summary>Two growing tables, <c>a</c> and <c>b</c>, read as one; rows are named by table and id.</summary>
public sealed class TablePair(int rowsOfA, int epochOfA, int rowsOfB, int epochOfB) : IAsyncDisposable
{
    private readonly WindowCache _windows = new(16 << 20);
    private readonly BatchRoom _room = new(16 << 20);
    private readonly Dictionary<string, FeedTable> _open = [];

    public GrowingTable A { get; } = new(rowsOfA, epochOfA);

    public GrowingTable B { get; } = new(rowsOfB, epochOfB);

    public IEnumerable<string> Ids => A.Ids.Select(id => "a/" + id).Concat(B.Ids.Select(id => "b/" + id));

    public static Dictionary<string, double> Weights(double a, double b) => new() { ["a"] = a, ["b"] = b };

    public async Task GrowAsync(long? epochs = null)
    {
        await A.GrowAsync(epochs);
        await B.GrowAsync(epochs);
    }

    internal async Task<MixedStream> StreamAsync(FeedTicket ticket)
    {
        foreach (var (name, table) in new[] { ("a", A), ("b", B) })
        {
            if (!_open.ContainsKey(name))
            {
                _open[name] = await FeedTable.OpenAsync(name, table.Folder, TimeProvider.System, default);
            }
        }

        return await MixedStream.OpenAsync(_open, ticket with { Columns = ["id"] }, default);
    }

    /// <summary>The rows of a stream batch by batch, and the cursor behind each.</summary>
    internal async Task<List<(string[] Ids, string Cursor)>> ReadAsync(FeedTicket ticket, int? batches = null, CancellationToken abort = default)
    {
        var read = new List<(string[], string)>();
        await foreach (var plan in (await StreamAsync(ticket)).PlanAsync(abort))
        {
            read.Add((await IdsAsync(plan), plan.Cursor));
            if (read.Count == batches)
            {
                break;
            }
        }

        return read;
    }

    internal async Task<string[]> IdsAsync(FeedTicket ticket) => [.. (await ReadAsync(ticket)).SelectMany(b => b.Ids)];

    public async ValueTask DisposeAsync()
    {
        foreach (var table in _open.Values)
        {
            await table.DisposeAsync();
        }

        await _windows.DisposeAsync();
        _room.Dispose();
        await A.DisposeAsync();
        await B.DisposeAsync();
    }

    private async Task<string[]> IdsAsync(BatchPlan plan)
    {
        using var batch = await ReadBatch.OfAsync(plan, _windows, _room);
        return [.. batch.Ids().Select((id, i) => $"{plan.Windows[plan.Rows[i].Window].Key.Table.Name}/{id}")];
    }
}
