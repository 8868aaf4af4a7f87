using System.Text;
using Apache.Arrow;
using Apache.Arrow.Flight;
using Apache.Arrow.Flight.Client;
using Grpc.Core;
using Grpc.Net.Client;

namespace Streaming.Feed.Tests.Serving;

public sealed class FlightFeedTests
{
    [Fact]
    public async Task DoGet_gives_the_rows_and_with_each_batch_the_cursor_that_goes_on_behind_it()
    {
        await using var served = await FedTable.StartAsync(1_000, 100);
        var whole = await ReadAsync(served, """{"table":"t","seed":3,"columns":["id"],"batch_rows":64}""");
        var rest = await ReadAsync(served, $$"""{"table":"t","seed":3,"columns":["id"],"batch_rows":64,"cursor":"{{whole[4].Cursor}}"}""");

        Assert.Equal(await served.Table.IdsAsync(new() { Seed = 3 }), whole.SelectMany(b => b.Ids));
        Assert.Equal(whole.Skip(5).SelectMany(b => b.Ids), rest.SelectMany(b => b.Ids));
    }

    [Theory]
    [InlineData("""{"table":"u"}""", StatusCode.NotFound)]
    [InlineData("""{"rank":1}""", StatusCode.InvalidArgument)]
    [InlineData("no json", StatusCode.InvalidArgument)]
    public async Task A_ticket_that_cannot_be_answered_has_a_status_of_its_own(string ticket, StatusCode code)
    {
        await using var served = await FedTable.StartAsync(20, 20);

        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => ReadAsync(served, ticket))).StatusCode);
    }

    [Fact]
    public async Task Tables_are_listed_with_a_ticket_that_reads_them()
    {
        await using var served = await FedTable.StartAsync(100, 100);
        using var channel = GrpcChannel.ForAddress(served.Server.Flight);
        var infos = new List<FlightInfo>();
        using var listed = new FlightClient(channel).ListFlights();
        while (await listed.ResponseStream.MoveNext(default))
        {
            infos.Add(listed.ResponseStream.Current);
        }

        var info = Assert.Single(infos);
        Assert.Contains("text", info.Schema.FieldsList.Select(f => f.Name));
        Assert.Equal(100, (await ReadAsync(served, info.Endpoints.Single().Ticket.Ticket.ToStringUtf8())).Sum(b => b.Ids.Count));
    }

    private static async Task<List<(List<string> Ids, string Cursor)>> ReadAsync(FedTable served, string ticket)
    {
        using var channel = GrpcChannel.ForAddress(served.Server.Flight, new() { MaxReceiveMessageSize = null });
        using var call = new FlightClient(channel).GetStream(new FlightTicket(Encoding.UTF8.GetBytes(ticket)));
        var read = new List<(List<string>, string)>();
        while (await call.ResponseStream.MoveNext(default))
        {
            var ids = (StringArray)call.ResponseStream.Current.Column("id");
            read.Add(([.. Enumerable.Range(0, ids.Length).Select(i => ids.GetString(i))], call.ResponseStream.ApplicationMetadata[^1].ToStringUtf8()));
        }

        return read;
    }
}
