using System.Net.Http.Headers;
using Streaming.Crawls.Http;
using Streaming.Parquet.Documents;

namespace Streaming.Crawls.Warc;

/// <summary>Makes samples out of records.</summary>
internal sealed class WarcSample(WarcSourceOptions options, string run)
{
    private static readonly string[] _columns = ["url", "time", "media_type", "status", "record_type", "payload_digest", "refers_to", "http_headers", "payload"];

    private readonly HashSet<string> _records = [.. options.Records];
    private readonly HashSet<int> _statuses = [.. options.Statuses];
    private readonly HashSet<string> _kept = [.. options.KeepHeaders.Select(h => h.ToLowerInvariant())];
    private readonly MediaRanges _media = new(options.MediaTypes);

    /// <summary>The columns of the source.</summary>
    public static RowSchema Schema { get; } = RowSchema.Text
        .With(new("url", ColumnType.String))
        .With(new("time", new TimestampType(TimeResolution.Microseconds, IsUtc: true)))
        .With(new("media_type", ColumnType.String))
        .With(new("status", ColumnType.Int64))
        .With(new("record_type", ColumnType.String))
        .With(new("payload_digest", ColumnType.String))
        .With(new("refers_to", ColumnType.String))
        .With(new("http_headers", new MapType(ColumnType.String, ColumnType.String)))
        .With(new("payload", ColumnType.Binary));

    /// <summary>Whether records of this kind become samples.</summary>
    public bool Wants(WarcHeader header) => _records.Contains(header.Type);

    /// <summary>The sample of a record, or null of one that is passed over.</summary>
    /// <exception cref="InvalidDataException">Its content is malformed.</exception>
    public Sample? Make(WarcItem item, SplitId split)
    {
        var header = item.Header!;
        if (!Wants(header))
        {
            return null;
        }

        return header.Type == "revisit" ? Make(item, split, new(null, 0, default, null, [])) : PageOf(header, item.Content) is { } page ? Make(item, split, page) : null;
    }

    private static Sample Make(WarcItem item, SplitId split, Page page, string run)
    {
        var header = item.Header!;
        var isText = page.MediaType is not null && MediaRanges.IsText(page.MediaType);
        return new()
        {
            Id = header.RecordId ?? SampleId.Of(split, item.Position),
            Text = isText ? TextDecoding.Decode(page.Body.Span, page.Charset) : "",
            Meta = new(_columns,
            [
                header.TargetUri, header.Time, page.MediaType, page.Status == 0 ? null : (long)page.Status, header.Type, header["WARC-Payload-Digest"],
                header.Type == "revisit" ? header["WARC-Refers-To"]?.Trim('<', '>') : null, page.Headers, isText || page.MediaType is null ? null : page.Body.ToArray(),
            ]),
            Lineage = new(split, item.Position, [], run),
        };
    }

    private Sample Make(WarcItem item, SplitId split, Page page) => Make(item, split, page, run);

    private Page? PageOf(WarcHeader header, ReadOnlyMemory<byte> content)
    {
        if (header.Type != "response" || header["Content-Type"]?.StartsWith("application/http", StringComparison.OrdinalIgnoreCase) == false)
        {
            // What a crawler stored of FTP or DNS is content as it stands, as resources are.
            return Page(content, header["Content-Type"], 0, []);
        }

        var response = HttpResponse.Parse(content);
        if (_statuses.Count > 0 && !_statuses.Contains(response.Status))
        {
            return null;
        }

        // Bodies that are not wanted are not decoded.
        var type = response["Content-Type"];
        return type is not null && !_media.Contain(MediaRanges.TypeOf(type)) ? null : Page(response.DecodeBody((int)options.MaxBodyBytes.Bytes), type, response.Status, Kept(response));
    }

    private Page? Page(ReadOnlyMemory<byte> body, string? contentType, int status, KeyValuePair<object, object?>[] headers)
    {
        var type = contentType is null ? MediaRanges.Sniff(body.Span) : MediaRanges.TypeOf(contentType);
        var charset = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed.CharSet?.Trim('"', '\'') : null;
        return _media.Contain(type) ? new(type, status, body, charset, headers) : null;
    }

    // Several fields of one name are a line each: joined by commas the border between two of X-Robots-Tag would be lost.
    private KeyValuePair<object, object?>[] Kept(HttpResponse response) =>
        [.. response.Fields.GroupBy(f => f.Name.ToLowerInvariant()).Where(f => _kept.Contains(f.Key)).Select(f => new KeyValuePair<object, object?>(f.Key, string.Join('\n', f.Select(v => v.Value))))];
}

/// <summary>What a record says of a page.</summary>
internal sealed record Page(string? MediaType, int Status, ReadOnlyMemory<byte> Body, string? Charset, KeyValuePair<object, object?>[] Headers);
