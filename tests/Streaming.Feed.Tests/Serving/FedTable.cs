namespace Streaming.Feed.Tests.Serving;

/// <summary>A growing table and a server that feeds it on free ports of loopback.</summary>
public sealed class FedTable : IAsyncDisposable
{
    private FedTable(GrowingTable table, FeedServer server) => (Table, Server) = (table, server);

    public GrowingTable Table { get; }

    public FeedServer Server { get; }

    public static async Task<FedTable> StartAsync(int rows, int rowsOfEpoch, long? epochs = null, Func<FeedOptions, FeedOptions>? change = null)
    {
        var table = new GrowingTable(rows, rowsOfEpoch);
        await table.GrowAsync(epochs);
        var options = new FeedOptions { Tables = ["t=" + table.Folder], HttpPort = 0, FlightPort = 0 };
        return new(table, await FeedServer.StartAsync(change?.Invoke(options) ?? options, TimeProvider.System, default));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Table.DisposeAsync();
    }
}
