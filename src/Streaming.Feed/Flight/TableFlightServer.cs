using System.Text.Json;
using Apache.Arrow.Flight;
using Apache.Arrow.Flight.Server;
using Google.Protobuf;
using Grpc.Core;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Flight;

/// <summary>Arrow Flight: <c>DoGet</c> with a JSON ticket. Each batch's <c>app_metadata</c> is the cursor behind it.</summary>
internal sealed class TableFlightServer(TableFeeds feeds) : FlightServer
{
    public override async Task DoGet(FlightTicket ticket, FlightServerRecordBatchStreamWriter responseStream, ServerCallContext context)
    {
        var abort = context.CancellationToken;
        using var open = await OpenAsync(ticket.Ticket.Memory, abort);
        await responseStream.SetupStream(open.Stream.Schema);
        await foreach (var batch in open.ReadAsync(abort))
        {
            using (batch)
            using (var record = batch.ToRecordBatch())
            {
                await responseStream.WriteAsync(record, ByteString.CopyFromUtf8(batch.Cursor.ToString()));
            }
        }
    }

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
        catch (BadInputException e)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, e.Message));
        }
        catch (UnknownTableException e)
        {
            throw new RpcException(new(StatusCode.NotFound, e.Message));
        }
        catch (TableNotMadeException e)
        {
            throw new RpcException(new(StatusCode.Unavailable, e.Message));
        }
        catch (TooManyStreamsException e)
        {
            throw new RpcException(new(StatusCode.ResourceExhausted, e.Message));
        }
    }
}
