using System.Globalization;
using Apache.Arrow.Ipc;
using Microsoft.AspNetCore.Http;
using Streaming.Feed.Streams;
using Streaming.Feed.Tickets;

namespace Streaming.Feed.Http;

/// <summary><c>GET /v1/feed</c>: a feed as one Arrow IPC stream. The query has the names of the ticket; columns are separated by commas.</summary>
internal static class FeedEndpoint
{
    private const string ArrowStream = "application/vnd.apache.arrow.stream";

    // What is handed to the connection at once: it waits for the client in between, and holds no more.
    private const int Chunk = 256 << 10;

    /// <summary>Answers a request.</summary>
    public static async Task AnswerAsync(HttpContext http, TableFeeds feeds)
    {
        var abort = http.RequestAborted;
        using var open = await feeds.OpenAsync(TicketOf(http.Request.Query), abort);
        http.Response.ContentType = ArrowStream;
        http.Response.Headers.CacheControl = "no-store";
        await WriteSchemaAsync(http.Response, open.Stream, abort);
        await foreach (var batch in open.ReadAsync(abort))
        {
            using (batch)
            {
                await WriteAsync(http.Response, batch, abort);
            }
        }

        await http.Response.BodyWriter.WriteAsync(EndOfStream(), abort);
    }

    /// <summary>Reads the ticket of a query. Unknown names are a <see cref="BadInputException"/>.</summary>
    internal static FeedTicket TicketOf(IQueryCollection query)
    {
        var ticket = new FeedTicket();
        foreach (var (name, values) in query)
        {
            var value = values.Count == 1 ? values[0]! : throw new BadInputException($"{name} is given more than once.");
            ticket = name switch
            {
                "table" => ticket with { Table = value },
                "rank" => ticket with { Rank = Number<int>(name, value) },
                "world" => ticket with { World = Number<int>(name, value) },
                "cursor" => ticket with { Cursor = value.Length == 0 ? null : value },
                "seed" => ticket with { Seed = Number<ulong>(name, value) },
                "columns" => ticket with { Columns = value.Split(',', StringSplitOptions.TrimEntries) },
                "batch_rows" => ticket with { BatchRows = Number<int>(name, value) },
                "window" => ticket with { Window = Number<int>(name, value) },
                "passes" => ticket with { Passes = Number<int>(name, value) },
                "epochs" => ticket with { Epochs = value },
                "follow" => ticket with { Follow = bool.TryParse(value, out var follow) ? follow : throw new BadInputException($"follow takes true or false, not '{value}'.") },
                _ => throw new BadInputException($"A feed has no parameter '{name}'. It has table, rank, world, cursor, seed, columns, batch_rows, follow, window, epochs, passes."),
            };
        }

        return ticket;
    }

    private static T Number<T>(string name, string value)
        where T : IParsable<T> => T.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : throw new BadInputException($"{name} takes a whole number, not '{value}'.");

    private static async Task WriteSchemaAsync(HttpResponse response, FeedStream stream, CancellationToken abort)
    {
        using var start = new MemoryStream();
        using (var writer = new ArrowStreamWriter(start, stream.Schema, leaveOpen: true))
        {
            await writer.WriteStartAsync(abort);
        }

        await response.BodyWriter.WriteAsync(start.ToArray(), abort);
    }

    private static async Task WriteAsync(HttpResponse response, FeedBatch batch, CancellationToken abort)
    {
        foreach (var piece in IpcBatch.Pieces(batch))
        {
            for (var at = 0; at < piece.Length; at += Chunk)
            {
                await response.BodyWriter.WriteAsync(piece.Slice(at, Math.Min(Chunk, piece.Length - at)), abort);
            }
        }
    }

    // A mark and no length.
    private static byte[] EndOfStream() => [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
}
