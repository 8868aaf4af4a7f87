using Streaming.Samples;

namespace Streaming.Cli.Analysis;

/// <summary>What is known of every column and stat of a dataset.</summary>
internal sealed class DatasetProfile
{
    private readonly Dictionary<string, ColumnProfile> _columns = new(StringComparer.Ordinal);

    public long Samples { get; private set; }

    public long Unreadable { get; set; }

    /// <summary>Columns in the order in which they were met, stats last.</summary>
    public IReadOnlyList<ColumnProfile> Columns =>
        [.. _columns.Values.OrderBy(c => c.Name.StartsWith(KnownColumns.Stats, StringComparison.Ordinal))];

    /// <param name="sample">The sample.</param>
    /// <param name="schema">Its columns: those that a sample lacks count as missing.</param>
    public void Add(Sample sample, RowSchema schema)
    {
        Samples++;
        foreach (var column in schema.Columns)
        {
            switch (column.Name)
            {
                case KnownColumns.Text:
                    Column(column.Name).Add(sample.Text);
                    break;
                case KnownColumns.Images:
                    Column(column.Name).Add(sample.Images);
                    break;
                case KnownColumns.Audios:
                    Column(column.Name).Add(sample.Audios);
                    break;
                case KnownColumns.Videos:
                    Column(column.Name).Add(sample.Videos);
                    break;
                case KnownColumns.Messages:
                    Column(column.Name).Add(sample.Messages);
                    break;
                case KnownColumns.Id or KnownColumns.Lineage or KnownColumns.Stats:
                    break;
                default:
                    Column(column.Name).Add(sample.Meta[column.Name]);
                    break;
            }
        }

        foreach (var key in sample.Stats.Keys)
        {
            Column($"{KnownColumns.Stats}.{key}").Add(sample.Stats[key]);
        }
    }

    private ColumnProfile Column(string name)
    {
        if (!_columns.TryGetValue(name, out var column))
        {
            column = new(name);
            _columns.Add(name, column);
        }

        return column;
    }
}
