using Streaming.Cli.Analysis.Sketches;
using Streaming.Cli.Inspection;
using Streaming.Samples;
using Streaming.Topologies;

namespace Streaming.Cli.Analysis.Shares;

/// <summary>How often each language, source, licence and site occurs: columns known by their names, and those that were asked for.</summary>
internal sealed class ShareCounts(IReadOnlyList<string> asked)
{
    private const string Source = "source";
    private const string Site = "site";

    private static readonly (string Share, string[] Columns)[] _known =
    [
        ("language", [$"{KnownColumns.Stats}.lang", "language", "lang", "html_lang"]),
        (Source, [Source, "dataset", "origin"]),
        ("licence", ["license", "licence"]),
        (Site, ["domain", "url"]),
        ("media type", ["media_type"]),
    ];

    private readonly List<(string Share, (string Name, Func<Sample, object?> Value)[] Columns)> _wanted =
    [
        .. _known.Concat(asked.Distinct().Where(a => !_known.Any(k => k.Share == a)).Select(a => (Share: a, Columns: new[] { a })))
            .Select(w => (w.Share, Array.ConvertAll(w.Columns, c => (c, SamplePath.Compile(c))))),
    ];

    private readonly Dictionary<string, FrequentValues> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _said = new(StringComparer.Ordinal);

    /// <summary>Samples that were looked at.</summary>
    public long Samples { get; private set; }

    /// <summary>Every share of which a sample said something, with its counts.</summary>
    public IReadOnlyList<KeyValuePair<string, FrequentValues>> All => [.. _counts.Where(c => c.Value.Total > 0)];

    /// <summary>How many samples said nothing of it.</summary>
    public long Missing(string share) => Samples - _said[share];

    public void Add(Sample sample)
    {
        Samples++;
        foreach (var (share, columns) in _wanted)
        {
            AddFirst(share, columns, sample);
        }
    }

    private void AddFirst(string share, ReadOnlySpan<(string Name, Func<Sample, object?> Value)> columns, Sample sample)
    {
        foreach (var (column, valueOf) in columns)
        {
            if (valueOf(sample) is { } value && Add(share, column, value))
            {
                return;
            }
        }

        // What the table itself recorded; the name of the source says less than a column of that name.
        if (share == Source && sample.Meta[RecordedLineage.Column] is object?[] { Length: > 0 } lineage && lineage[0] is string source)
        {
            Add(share, Source, source);
        }
    }

    private bool Add(string share, string column, object value)
    {
        var words = value switch
        {
            string { Length: > 0 } text => [column == "url" ? HostOf(text) : text],
            object?[] list => list.OfType<string>(),
            long or bool => [Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!],
            _ => [],
        };
        var any = false;
        foreach (var word in words)
        {
            if (!_counts.TryGetValue(share, out var counts))
            {
                _counts.Add(share, counts = new());
            }

            counts.Add(word);
            any = true;
        }

        _said[share] = _said.GetValueOrDefault(share) + (any ? 1 : 0);
        return any;
    }

    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.Length > 0 ? address.Host : "no address";
}
