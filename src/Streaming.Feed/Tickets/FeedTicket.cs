using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Feed.Mixing;
using Streaming.Feed.Wire;
using Streaming.Topologies;

namespace Streaming.Feed.Tickets;

/// <summary>What a client asks for: the JSON of a Flight ticket, or the query of <c>GET /v1/feed</c>.</summary>
internal sealed record FeedTicket
{
    /// <summary>Rows shuffled among each other where the ticket names no window.</summary>
    public const int DefaultWindow = 1024;

    /// <summary>The most ranks.</summary>
    public const int MaxWorld = 1 << 20;

    private const int MaxWindow = 1 << 20;
    private const int MaxBatchRows = 1 << 16;
    private const int MaxCharacters = 64 << 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The table's name, as the server was given it.</summary>
    public string? Table { get; init; }

    /// <summary>Several tables and how much of each, in place of <see cref="Table"/>: names with weights.</summary>
    public IReadOnlyDictionary<string, double>? Tables { get; init; }

    /// <summary>What happens when one of several tables has given all: the others share its part, the feed ends, or it begins again until every one of them has given all.</summary>
    public MixExhausted Exhausted { get; init; }

    /// <summary>How buffers are compressed on the way, in Arrow's own format, which every reader of it undoes; null: they are not.</summary>
    public BodyCodec? Compression { get; init; }

    /// <summary>The client's place among those that share the rows, 0 … world - 1.</summary>
    public int Rank { get; init; }

    /// <summary>How many clients share the rows.</summary>
    [DefaultValue(1)]
    public int World { get; init; } = 1;

    /// <summary>Where to go on, as a batch's metadata had it; null begins at the first row.</summary>
    public string? Cursor { get; init; }

    /// <summary>Of the shuffle.</summary>
    public ulong Seed { get; init; }

    /// <summary>The columns wanted, in this order; null for all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Rows of a batch; the last one of an epoch may be shorter.</summary>
    public int BatchRows { get; init; } = 64;

    /// <summary>Whether to wait for further commits at the end.</summary>
    public bool Follow { get; init; }

    /// <summary>Rows shuffled among each other, over epoch borders too; 1 keeps the table's order. Null: <see cref="DefaultWindow"/>, within each epoch.</summary>
    public int? Window { get; init; }

    /// <summary>The epochs wanted, <c>A..B</c>, <c>A..</c> or <c>..B</c>, both included; null for all.</summary>
    public string? Epochs { get; init; }

    /// <summary>How often the table is read, each time in another order; 1 where it is followed.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Reads a Flight ticket. Throws <see cref="BadInputException"/> that says what is wrong.</summary>
    public static FeedTicket Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxCharacters)
        {
            throw new BadInputException($"The ticket has {json.Length} bytes; {MaxCharacters} is the most.");
        }

        try
        {
            return JsonSerializer.Deserialize<FeedTicket>(json, Json) ?? throw new BadInputException("The ticket is null: it takes a JSON object.");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"The ticket is no JSON object of a feed's ticket: {e.Message}", e);
        }
    }

    /// <summary>Throws a <see cref="BadInputException"/> that names every value out of range.</summary>
    public void Check()
    {
        var problems = new[]
        {
            World is >= 1 and <= MaxWorld ? null : $"world takes 1 … {MaxWorld}, not {World}.",
            Rank >= 0 && Rank < World ? null : $"rank takes 0 … world - 1, not {Rank} of {World}.",
            BatchRows is >= 1 and <= MaxBatchRows ? null : $"batch_rows takes 1 … {MaxBatchRows}, not {BatchRows}.",
            Window is null or (>= 1 and <= MaxWindow) ? null : $"window takes 1 … {MaxWindow}, not {Window}.",
            Passes >= 1 && (Passes == 1 || !Follow) ? null : "passes takes 1 or more, and 1 with follow.",
            Tables is null ? null : Table is not null ? "table and tables cannot both be given." : MixedTables.Problem(Tables),
            Columns is not { Count: 0 } ? null : "columns names none.",
            Columns is null || Columns.Distinct(StringComparer.Ordinal).Count() == Columns.Count ? null : "columns names one twice.",
        }.OfType<string>().ToList();
        if (problems.Count > 0)
        {
            throw new BadInputException(string.Join(' ', problems));
        }
    }
}
