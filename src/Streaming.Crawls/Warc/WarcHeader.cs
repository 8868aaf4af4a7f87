using System.Globalization;
using System.Text;

namespace Streaming.Crawls.Warc;

/// <summary>The named fields of a WARC record (ISO 28500, 4). Line ends may be mixed, folded lines are joined, what is no UTF-8 becomes U+FFFD.</summary>
internal sealed class WarcHeader
{
    private readonly List<(string Name, string Value)> _fields;

    private WarcHeader(List<(string Name, string Value)> fields) => _fields = fields;

    /// <summary>The value of a field, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (field, value) in _fields)
            {
                if (field.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>What kind of record it is, in lower case.</summary>
    public required string Type { get; init; }

    /// <summary>How long its content is.</summary>
    public required long ContentLength { get; init; }

    /// <summary>The record's id without its angle brackets, or null.</summary>
    public string? RecordId => Bare(this["WARC-Record-ID"]);

    /// <summary>The address it speaks of, or null.</summary>
    public string? TargetUri => Bare(this["WARC-Target-URI"]);

    /// <summary>When, in microseconds since 1970, or null where it is no time.</summary>
    public long? Time =>
        DateTimeOffset.TryParse(this["WARC-Date"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : null;

    /// <summary>Reads a header block with its version line.</summary>
    /// <exception cref="InvalidDataException">It cannot be one.</exception>
    public static WarcHeader Parse(ReadOnlySpan<byte> block)
    {
        if (block.Contains((byte)0))
        {
            throw new InvalidDataException("The record's header has NUL bytes.");
        }

        var fields = HeaderFields.Parse(Encoding.UTF8.GetString(HeaderFields.AfterFirstLine(block)));
        var type = Only(fields, "WARC-Type") ?? throw new InvalidDataException("The record has no WARC-Type.");
        return new(fields) { Type = type.ToLowerInvariant(), ContentLength = LengthOf(Only(fields, "Content-Length")) };
    }

    private static long LengthOf(string? text) => text is null
        ? throw new InvalidDataException("The record has no Content-Length.")
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new InvalidDataException($"The record's Content-Length is '{(text.Length > 40 ? text[..40] + "…" : text)}'.");

    private static string? Only(List<(string Name, string Value)> fields, string name)
    {
        string? only = null;
        foreach (var (field, value) in fields)
        {
            if (field.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                only = only is null || only == value ? value : throw new InvalidDataException($"The record has two values of {name}.");
            }
        }

        return only;
    }

    private static string? Bare(string? value) => value is ['<', .. var inner, '>'] ? inner : value is { Length: > 0 } ? value : null;
}
