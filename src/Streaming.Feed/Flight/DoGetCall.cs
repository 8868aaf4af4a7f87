using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Streaming.Feed.Tickets;
using Streaming.Feed.Wire;

namespace Streaming.Feed.Flight;

/// <summary>
/// <c>DoGet</c> of Arrow Flight, written to the connection by hand: gRPC over HTTP/2 is a frame of five bytes before each message and a status behind the last one. Through the library every batch is
/// copied several times and lies in memory as a whole until its client has taken it; so it goes piece by piece.
/// </summary>
internal static class DoGetCall
{
    private const string Path = "/arrow.flight.protocol.FlightService/DoGet";
    private const int FrameBytes = 5;

    // A ticket, and what protobuf adds to it.
    private const int MaxRequestBytes = 80 << 10;

    /// <summary>Takes the call before the library's own route does.</summary>
    public static void Map(IEndpointRouteBuilder web, TableFeeds feeds) => web.MapPost(Path, (RequestDelegate)(http => AnswerAsync(http, feeds))).WithOrder(-1);

    private static async Task AnswerAsync(HttpContext http, TableFeeds feeds)
    {
        var response = http.Response;
        response.ContentType = "application/grpc";
        var status = Status.DefaultSuccess;
        using var deadline = Deadline(http);
        try
        {
            using var open = await feeds.OpenAsync(FeedTicket.Parse(await TicketAsync(http.Request, deadline.Token)), deadline.Token);
            await response.BodyWriter.WriteAsync(Framing.FlightHead(SchemaMessage.Of(open.Stream.Schema), [], 0), deadline.Token);
            await open.WriteAsync(response.BodyWriter, Framing.Flight, deadline.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            status = new(StatusCode.DeadlineExceeded, "The time that the client gave is over.");
        }
        catch (TimeoutException)
        {
            // There is nobody to tell it to.
            http.Abort();
            return;
        }
        catch (Exception e) when (FlightStatus.Of(e) is { } known)
        {
            status = known;
        }

        response.AppendTrailer("grpc-status", ((int)status.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0)
        {
            response.AppendTrailer("grpc-message", Uri.EscapeDataString(status.Detail));
        }
    }

    private static async ValueTask<byte[]> TicketAsync(HttpRequest request, CancellationToken abort)
    {
        if (request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
        {
            throw new BadInputException("DoGet takes application/grpc.");
        }

        var frame = await request.BodyReader.ReadAtLeastAsync(FrameBytes, abort);
        var head = new byte[FrameBytes];
        if (frame.Buffer.Length < FrameBytes)
        {
            throw new BadInputException("The call has no ticket.");
        }

        System.Buffers.BuffersExtensions.CopyTo(frame.Buffer.Slice(0, FrameBytes), head);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1));
        request.BodyReader.AdvanceTo(frame.Buffer.GetPosition(FrameBytes));
        if (head[0] != 0 || length > MaxRequestBytes)
        {
            throw new BadInputException(head[0] != 0 ? "Tickets are taken uncompressed." : $"The ticket has {length} bytes; {MaxRequestBytes} is the most.");
        }

        var body = await request.BodyReader.ReadAtLeastAsync((int)length, abort);
        if (body.Buffer.Length < length)
        {
            throw new BadInputException("The call ends within its ticket.");
        }

        var ticket = TicketOf(System.Buffers.BuffersExtensions.ToArray(body.Buffer.Slice(0, length)));
        request.BodyReader.AdvanceTo(body.Buffer.End);
        return ticket;
    }

    // A Ticket has one field of bytes.
    private static byte[] TicketOf(byte[] message)
    {
        try
        {
            var input = new CodedInputStream(message);
            var ticket = ByteString.Empty;
            for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                if (tag == ((1 << 3) | 2))
                {
                    ticket = input.ReadBytes();
                }
                else
                {
                    input.SkipLastField();
                }
            }

            return ticket.ToByteArray();
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new BadInputException("The call's message is no ticket: " + e.Message, e);
        }
    }

    // As gRPC says it: digits and a unit.
    private static CancellationTokenSource Deadline(HttpContext http)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (http.Request.Headers["grpc-timeout"].ToString() is { Length: > 1 and <= 9 } text && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            var time = text[^1] switch
            {
                'H' => TimeSpan.FromHours(count),
                'M' => TimeSpan.FromMinutes(count),
                'S' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMilliseconds(count),
                'u' => TimeSpan.FromMicroseconds(count),
                _ => TimeSpan.FromTicks(Math.Max(1, count / 100)),
            };
            if (time < TimeSpan.FromDays(24))
            {
                source.CancelAfter(time);
            }
        }

        return source;
    }
}
