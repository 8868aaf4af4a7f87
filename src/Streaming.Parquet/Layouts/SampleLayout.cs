using System.Globalization;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Layouts;

/// <summary>Makes samples out of rows.</summary>
internal sealed class SampleLayout
{
    private static readonly string[] _noParents = [];

    private readonly List<Column> _cells = [];
    private readonly string[] _metaNames;
    private readonly int[] _metaCells;
    private readonly Func<object?, object?>?[] _metaReads;
    private readonly HashSet<string> _jsonColumns;
    private readonly TextMaking _textMaking;
    private readonly (int Cell, Func<object?, string?> Read)? _id;
    private readonly (int Cell, Func<object?, string> Read)? _text;
    private readonly (int Cell, Func<object?, IReadOnlyList<ChatTurn>> Read)? _messages;
    private readonly (int Cell, Func<object?, IReadOnlyList<Media>> Read)? _images;
    private readonly (int Cell, Func<object?, IReadOnlyList<Media>> Read)? _audios;
    private readonly (int Cell, Func<object?, IReadOnlyList<Media>> Read)? _videos;
    private readonly (int Cell, string[] Keys)? _stats;
    private readonly int[] _required;
    private readonly FileSuffix? _suffix;

    private SampleLayout(ColumnBinding binding, TextMaking textMaking, LayoutOptions options)
    {
        _textMaking = textMaking;
        _jsonColumns = [.. options.JsonColumns];
        _id = Bind(binding, KnownColumns.Id, "text or integers", IdReader);
        _text = Bind(binding, KnownColumns.Text, "text", TextReader);
        _messages = BindMessages(binding);
        Func<ColumnType, Func<object?, IReadOnlyList<Media>>?> media = type => MediaReading.Of(type, options.MediaRoot);
        _images = Bind(binding, KnownColumns.Images, "media: paths, bytes, structs of both, or lists of these", media);
        _audios = Bind(binding, KnownColumns.Audios, "media: paths, bytes, structs of both, or lists of these", media);
        _videos = Bind(binding, KnownColumns.Videos, "media: paths, bytes, structs of both, or lists of these", media);
        _stats = Bind(binding, KnownColumns.Stats, "a struct", t => (t as StructType)?.Fields.Select(f => f.Name).ToArray());
        _metaNames = [.. binding.Carried.Select(c => c.Name)];
        _metaCells = [.. binding.Carried.Select(c => Cell(c.Column))];
        _metaReads = [.. binding.Carried.Select(c => _jsonColumns.Contains(c.Column.Name) ? (Func<object?, object?>)JsonText.Of(c.Column.Type) : null)];
        _required = [.. options.Required.Select(name => Cell(Required(binding, name)))];
        _suffix = options.AddSuffix ? new() : null;
        Schema = _suffix is null ? Describe(binding) : Describe(binding).With(FileSuffix.Column);
    }

    /// <summary>The columns that rows must bring, in the order of their cells.</summary>
    public IReadOnlyList<Column> Cells => _cells;

    /// <summary>The columns of the samples.</summary>
    public RowSchema Schema { get; }

    /// <summary>The layout of an input; what does not fit is a <see cref="BadInputException"/>.</summary>
    public static SampleLayout Of(RowSchema table, LayoutOptions options) => new(ColumnBinding.Of(table, options), Preset.Of(options.Preset).Text, options);

    /// <summary>Gives the sample of a row to the cutter, or passes the row over. Gives the batch before it where that is full.</summary>
    public CutBatch? Take(ReadOnlySpan<object?> cells, SplitId split, long position, string run, BatchCutter cutter)
    {
        foreach (var cell in _required)
        {
            if (cells[cell] is null)
            {
                cutter.Skip(position + 1);
                return null;
            }
        }

        return cutter.Add(Make(cells, split, position, run), position);
    }

    /// <summary>The sample of a row.</summary>
    /// <param name="cells">Values in the order of <see cref="Cells"/>.</param>
    /// <param name="split">Where it is from.</param>
    /// <param name="position">Its position in the split.</param>
    /// <param name="run">The run's id.</param>
    public Sample Make(ReadOnlySpan<object?> cells, SplitId split, long position, string run) =>
        Make(cells, IdOf(cells) ?? SampleId.Of(split, position), new(split, position, _noParents, run));

    /// <summary>The id that a row gives, or null.</summary>
    public string? IdOf(ReadOnlySpan<object?> cells) => Read(_id, cells);

    /// <summary>The sample of a row.</summary>
    public Sample Make(ReadOnlySpan<object?> cells, string id, Lineage lineage)
    {
        var meta = new object?[_metaCells.Length];
        for (var i = 0; i < meta.Length; i++)
        {
            var value = cells[_metaCells[i]];
            meta[i] = _metaReads[i] is { } read ? read(value) : value;
        }

        var sample = new Sample
        {
            Id = id,
            Meta = new(_metaNames, meta),
            Lineage = lineage,
            Images = Read(_images, cells) ?? [],
            Audios = Read(_audios, cells) ?? [],
            Videos = Read(_videos, cells) ?? [],
            Messages = Read(_messages, cells) ?? [],
        };
        SetText(sample, cells);
        SetStats(sample.Stats, cells);
        if (_suffix is not null)
        {
            sample.Meta[FileSuffix.Column.Name] = _suffix.Of(lineage.Split.Name);
        }

        return sample;
    }

    private static T? Read<T>((int Cell, Func<object?, T> Read)? member, ReadOnlySpan<object?> cells) where T : class? =>
        member is { } m ? m.Read(cells[m.Cell]) : null;

    private void SetText(Sample sample, ReadOnlySpan<object?> cells)
    {
        if (_textMaking == TextMaking.Interleaved)
        {
            sample.Text = TextReading.Interleave(_text is { } t ? cells[t.Cell] as object?[] : null, _images is { } i ? cells[i.Cell] as object?[] : null);
            return;
        }

        if (_textMaking == TextMaking.FromMessages)
        {
            sample.Messages = TextReading.WithImageTokens(sample.Messages);
        }

        var text = Read(_text, cells);
        sample.Text = _textMaking switch
        {
            TextMaking.ImageBeforeText when sample.Images.Count > 0 => TextReading.ImageBefore(text ?? ""),
            TextMaking.FromMessages when _text is null => TextReading.Conversation(sample.Messages),
            _ => text ?? "",
        };
    }

    private void SetStats(SampleStats stats, ReadOnlySpan<object?> cells)
    {
        if (_stats is { } member && cells[member.Cell] is object?[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is { } value)
                {
                    stats[member.Keys[i]] = value is (int[] or float[]) ? Widened((Array)value) : value;
                }
            }
        }
    }

    // Stats know no narrow lists: int[] and float[] are for the long lists of packs and embeddings.
    private static object[] Widened(Array narrow) => [.. narrow.Cast<object>().Select(v => v is int i ? (object)(long)i : (double)(float)v)];

    private Func<object?, string>? TextReader(ColumnType type)
    {
        if (_textMaking != TextMaking.Interleaved)
        {
            return TextReading.Of(type);
        }

        // The text is made of two columns at once, by SetText.
        return type is ListType { Element: ScalarType { Kind: ScalarKind.String } } ? _ => "" : null;
    }

    private static Func<object?, string?>? IdReader(ColumnType type) => type switch
    {
        ScalarType { Kind: ScalarKind.String } => v => v as string,
        ScalarType { Kind: ScalarKind.Binary or ScalarKind.Bool or ScalarKind.Date or ScalarKind.Float16 or ScalarKind.Float32 } => null,

        // LAION's SAMPLE_ID is stored as doubles in some of its parts.
        ScalarType { Kind: ScalarKind.Float64 } => v => v is double d ? d.ToString("R", CultureInfo.InvariantCulture) : null,
        ScalarType => v => Convert.ToString(v, CultureInfo.InvariantCulture) is { Length: > 0 } id ? id : null,
        _ => null,
    };

    private (int Cell, Func<object?, IReadOnlyList<ChatTurn>> Read)? BindMessages(ColumnBinding binding)
    {
        var isJson = binding.Roles.TryGetValue(KnownColumns.Messages, out var column) && _jsonColumns.Contains(column.Name);
        Func<ColumnType, Func<object?, IReadOnlyList<ChatTurn>>?> reader = type => MessageReading.Of(type) ?? (isJson && JsonText.Of(type) is var text ? value => JsonMessages.Of(text(value)) : null);
        return Bind(binding, KnownColumns.Messages, "a list of structs of role and content, or from and value (or json_columns)", reader);
    }

    private (int Cell, T Read)? Bind<T>(ColumnBinding binding, string role, string wanted, Func<ColumnType, T?> reader) where T : class
    {
        if (!binding.Roles.TryGetValue(role, out var column))
        {
            return null;
        }

        var read = reader(column.Type) ?? throw new BadInputException(
            $"Column '{column.Name}' is of type {column.Type}, but '{role}' wants {wanted}. To carry it under another name write columns: {{ other_name: {column.Name} }}.");
        return (Cell(column), read);
    }

    private static Column Required(ColumnBinding binding, string name) =>
        binding.Roles.GetValueOrDefault(name) ?? binding.Carried.FirstOrDefault(c => c.Name == name).Column
        ?? throw new BadInputException($"required: there is no column '{name}'; the input has {string.Join(", ", binding.Names)}.");

    private int Cell(Column column)
    {
        var at = _cells.FindIndex(c => c.Name == column.Name);
        if (at < 0)
        {
            at = _cells.Count;
            _cells.Add(column);
        }

        return at;
    }

    private RowSchema Describe(ColumnBinding binding)
    {
        var columns = new List<Column> { new(KnownColumns.Id, ColumnType.String, Nullable: false) };
        AddIf(_text is not null || _textMaking is TextMaking.FromMessages, KnownColumns.Text, ColumnType.String);
        AddIf(_images is not null, KnownColumns.Images, KnownColumns.MediaType);
        AddIf(_audios is not null, KnownColumns.Audios, KnownColumns.MediaType);
        AddIf(_videos is not null, KnownColumns.Videos, KnownColumns.MediaType);
        AddIf(_messages is not null, KnownColumns.Messages, KnownColumns.MessagesType);
        columns.AddRange(binding.Carried.Select(c => new Column(c.Name, _jsonColumns.Contains(c.Column.Name) ? ColumnType.String : c.Column.Type)));
        columns.Add(new(KnownColumns.Stats, binding.Roles.TryGetValue(KnownColumns.Stats, out var stats) ? stats.Type : new StructType([])));
        columns.Add(new(KnownColumns.Lineage, KnownColumns.LineageType, Nullable: false));
        return new(columns);

        void AddIf(bool isThere, string name, ColumnType type)
        {
            if (isThere)
            {
                columns.Add(new(name, type));
            }
        }
    }
}
