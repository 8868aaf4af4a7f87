using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Streaming.Feed.Mixing;
using Streaming.Feed.Tickets;
using Streaming.Feed.Wire;
using Streaming.Topologies;

namespace Streaming.Feed.Http;

/// <summary><c>GET /v1/feed</c>: a feed as one Arrow IPC stream. The query has the names of the ticket; columns are separated by commas.</summary>
internal static class FeedEndpoint
{
    private const string ArrowStream = "application/vnd.apache.arrow.stream";

    /// <summary>Answers a request.</summary>
    public static async Task AnswerAsync(HttpContext http, TableFeeds feeds)
    {
        var abort = http.RequestAborted;
        using var open = await feeds.OpenAsync(TicketOf(http.Request.Query), abort);
        http.Response.ContentType = ArrowStream;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.BodyWriter.WriteAsync(SchemaMessage.Marked(open.Stream.Schema), abort);
        try
        {
            await open.WriteAsync(http.Response.BodyWriter, Framing.Ipc, abort);
        }
        catch (TimeoutException)
        {
            // There is nobody to tell it to.
            http.Abort();
            return;
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
                "tables" => ticket with { Tables = MixedTables.Parse(value) },
                "exhausted" => ticket with { Exhausted = Choice<MixExhausted>(name, value) },
                "compression" => ticket with { Compression = Choice<BodyCodec>(name, value) },
                "rank" => ticket with { Rank = Number<int>(name, value) },
                "world" => ticket with { World = Number<int>(name, value) },
                "cursor" => ticket with { Cursor = value.Length == 0 ? null : value },
                "seed" => ticket with { Seed = Number<ulong>(name, value) },
                "columns" => ticket with { Columns = Names(value) },
                "batch_rows" => ticket with { BatchRows = Number<int>(name, value) },
                "window" => ticket with { Window = Number<int>(name, value) },
                "passes" => ticket with { Passes = Number<int>(name, value) },
                "epochs" => ticket with { Epochs = value },
                "follow" => ticket with { Follow = bool.TryParse(value, out var follow) ? follow : throw new BadInputException($"follow takes true or false, not '{value}'.") },
                _ => throw new BadInputException($"A feed has no parameter '{name}'. It has table, tables, exhausted, rank, world, cursor, seed, columns, batch_rows, follow, window, epochs, passes, compression."),
            };
        }

        return ticket;
    }

    // Programs write lists as JSON, people with commas.
    private static string[] Names(string value)
    {
        try
        {
            return value.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(value)! : value.Split(',', StringSplitOptions.TrimEntries);
        }
        catch (JsonException)
        {
            throw new BadInputException($"columns takes names with commas between them or a JSON list, not '{value}'.");
        }
    }

    private static T Choice<T>(string name, string value)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return names.FirstOrDefault(n => n.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : throw new BadInputException($"{name} takes {string.Join(" or ", names.Select(n => n.ToLowerInvariant()))}, not '{value}'.");
    }

    private static T Number<T>(string name, string value)
        where T : IParsable<T> => T.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : throw new BadInputException($"{name} takes a whole number, not '{value}'.");

    // A mark and no length.
    private static byte[] EndOfStream() => [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
}
