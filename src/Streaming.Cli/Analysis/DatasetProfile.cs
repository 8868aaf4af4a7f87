using Streaming.Cli.Analysis.Diversity;
using Streaming.Cli.Analysis.Duplicates;
using Streaming.Cli.Analysis.Shares;
using Streaming.Cli.Analysis.Sketches;
using Streaming.Cli.Analysis.Texts;
using Streaming.Cli.Inspection;
using Streaming.Operators.Vectors;
using Streaming.Samples;
using Streaming.Telemetry.Sketches;
using Streaming.Topologies;

namespace Streaming.Cli.Analysis;

/// <summary>What is known of a dataset, gathered in one pass and in bounded memory.</summary>
/// <param name="settings">What to look at.</param>
internal sealed class DatasetProfile(AnalyzeOptions settings)
{
    // Correlations of 10,000 rows have a standard error of 0.01.
    private const int DrawnRows = 10_000;
    private const int TextUnits = 1_000;

    // A table of more columns is a mistake of whoever wrote it; the rest is not described.
    private const int MostColumns = 1_000;

    private readonly Dictionary<string, ColumnProfile> _columns = new(StringComparer.Ordinal);
    private readonly Reservoir<DrawnRow> _rows = new(DrawnRows);
    private readonly Func<Sample, object?>? _vectorOf = settings.Embedding is { } column ? SamplePath.Compile(column) : null;
    private double[] _figures = [];

    public long Samples { get; private set; }

    public long Unreadable { get; set; }

    /// <summary>Columns in the order in which they were met, stats last.</summary>
    public IReadOnlyList<ColumnProfile> Columns =>
        [.. _columns.Values.OrderBy(c => c.Name.StartsWith(KnownColumns.Stats, StringComparison.Ordinal))];

    /// <summary>A uniform sample of the rows.</summary>
    public IReadOnlyList<DrawnRow> Rows => _rows.Drawn;

    /// <summary>How often each language, source and licence occurs.</summary>
    public ShareCounts Shares { get; } = new(settings.Shares);

    /// <summary>What the texts ask for.</summary>
    public ActionCounts Actions { get; } = new();

    /// <summary>The near-duplicates; null where they are not looked for.</summary>
    public NearGroups? Near { get; } = settings.Near > 0 ? new(settings.Near) : null;

    /// <param name="sample">The sample.</param>
    /// <param name="schema">Its columns: those that a sample lacks count as missing.</param>
    public void Add(Sample sample, RowSchema schema)
    {
        Samples++;
        Array.Fill(_figures, double.NaN);
        AddColumns(sample, schema);
        foreach (var key in sample.Stats.Keys)
        {
            Add($"{KnownColumns.Stats}.{key}", sample.Stats[key]);
        }

        if (settings.ColumnsOnly)
        {
            return;
        }

        var text = ReadableText.Of(sample);
        Shares.Add(sample);
        Actions.Add(ReadableText.Instruction(sample));
        Near?.Add(sample.Id, text);
        _rows.Offer((Sample: sample, Text: text, Profile: this), static s =>
            new(s.Sample.Id, ReadableText.Head(s.Text, TextUnits), [.. s.Profile._figures], s.Profile.VectorOf(s.Sample)));
    }

    private void AddColumns(Sample sample, RowSchema schema)
    {
        foreach (var column in schema.Columns)
        {
            object? value = column.Name switch
            {
                KnownColumns.Text => sample.Text,
                KnownColumns.Images => sample.Images,
                KnownColumns.Audios => sample.Audios,
                KnownColumns.Videos => sample.Videos,
                KnownColumns.Messages => sample.Messages,
                _ => sample.Meta[column.Name],
            };
            if (column.Name is not (KnownColumns.Id or KnownColumns.Lineage or KnownColumns.Stats or RecordedLineage.Column))
            {
                Add(column.Name, value);
            }
        }
    }

    private void Add(string name, object? value)
    {
        if (!_columns.TryGetValue(name, out var column))
        {
            if (_columns.Count == MostColumns)
            {
                return;
            }

            column = new(name, _columns.Count);
            _columns.Add(name, column);
            _figures = [.. _figures, double.NaN];
        }

        _figures[column.Number] = column.Add(value);
    }

    private float[]? VectorOf(Sample sample) => _vectorOf is null ? null : UnitVector.Of(_vectorOf(sample));
}
