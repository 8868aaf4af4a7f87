using System.Text.Json;
using Apache.Arrow.Flight;
using Apache.Arrow.Flight.Server;
using Grpc.Core;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Flight;

/// <summary>Arrow Flight but for <c>DoGet</c> (<see cref="DoGetCall"/>): which tables there are, and their columns.</summary>
internal sealed class TableFlightServer(TableFeeds feeds) : FlightServer
{
    public override async Task ListFlights(FlightCriteria request, IAsyncStreamWriter<FlightInfo> responseStream, ServerCallContext context)
    {
        foreach (var name in feeds.Tables.Keys)
        {
            // Grpc's server writes end with the call; a token of one's own is not taken.
            await responseStream.WriteAsync(await InfoAsync(name, [], context.CancellationToken));
        }
    }

    public override Task<FlightInfo> GetFlightInfo(FlightDescriptor request, ServerCallContext context) =>
        InfoAsync(request.Paths.FirstOrDefault(), request.Command?.ToByteArray() ?? [], context.CancellationToken);

    public override async Task<Arrow.Schema> GetSchema(FlightDescriptor request, ServerCallContext context) => (await GetFlightInfo(request, context)).Schema;

    private async Task<FlightInfo> InfoAsync(string? table, byte[] command, CancellationToken abort)
    {
        var ticket = command.Length > 0 ? command : JsonSerializer.SerializeToUtf8Bytes(new { table });
        using var open = await OpenAsync(ticket, abort);
        var descriptor = command.Length > 0 ? FlightDescriptor.CreateCommandDescriptor(command) : FlightDescriptor.CreatePathDescriptor(table ?? "");
        return new(open.Stream.Schema, descriptor, [new(new FlightTicket(ticket), [])]);
    }

    private async ValueTask<OpenFeed> OpenAsync(ReadOnlyMemory<byte> ticket, CancellationToken abort)
    {
        try
        {
            return await feeds.OpenAsync(FeedTicket.Parse(ticket.Span), abort);
        }
        catch (Exception e) when (FlightStatus.Of(e) is { } status)
        {
            throw new RpcException(status);
        }
    }
}
