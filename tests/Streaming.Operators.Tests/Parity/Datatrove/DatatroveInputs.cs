using System.Text.Json;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Tests.Parity.Datatrove;

/// <summary>The texts of a case, and what its tokenizer made of them.</summary>
internal sealed class DatatroveInputs
{
    // Columns that the recorded operators saw in the metadata.
    private static readonly string[] Seen = ["url", "language"];

    private readonly GoldenFile _file;
    private readonly JsonElement _case;
    private readonly IReadOnlyList<JsonElement> _rows;
    private RecordedTokens? _known;

    /// <summary>Reads them.</summary>
    public DatatroveInputs(GoldenFile file, JsonElement @case)
    {
        (_file, _case) = (file, @case);
        _rows = [.. Rows(file, @case)];
        var languages = Languages(@case);
        Samples = [.. _rows.Select((row, i) => Read(row, i, languages))];
        Texts = Samples.ToDictionary(s => s.Id, s => s.Text);
    }

    /// <summary>The folder of the recordings.</summary>
    public string Folder => _file.Folder;

    /// <summary>The samples in order.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>The texts as they were, by id.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>The columns.</summary>
    public RowSchema Schema { get; } = Seen.Aggregate(RowSchema.Text, (schema, name) => schema.With(new(name, ColumnType.String)));

    /// <summary>A parameter as YAML: JSON is, and paths are relative to the recordings.</summary>
    public string Yaml(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && File.Exists(Path.Combine(Folder, text))
        ? JsonSerializer.Serialize(Path.GetFullPath(Path.Combine(Folder, text)))
        : value.GetRawText();

    /// <summary>Adds the options that say what the recording says otherwise.</summary>
    public void AddOptions(OperatorEntry entry, Dictionary<string, string> options)
    {
        // The recordings of this filter name their table in the notes.
        var table = Path.Combine(Folder, "inputs", "assets", "unigram_freq.csv");
        if (entry.Name == "unigram_log_prob_filter" && File.Exists(table))
        {
            options["frequencies"] = JsonSerializer.Serialize(table);
        }

        if (_file.Model is { } model && File.Exists(model) && entry.Options.Any(o => o.Name == "model"))
        {
            options["model"] = JsonSerializer.Serialize(model);
        }

        if (_case.GetProperty("name").GetString()!.Contains("every text with a new formatter", StringComparison.Ordinal))
        {
            options["restart_each_text"] = "true";
        }

        if (entry.Options.Any(o => o.Name == "splitter") && _case.TryGetProperty("tokenizer", out var tokenizer))
        {
            options["splitter"] = tokenizer.GetString() switch { "simple" => "simple", "whitespace" => "whitespace", _ => "english" };
        }
    }

    /// <summary>Hands over the recorded words and sentences, where the tokenizer is not one that we have exactly.</summary>
    public void GiveTokens(Operator @operator)
    {
        if (@operator is not ISplitsText splitting || !_case.TryGetProperty("tokenizer", out var tokenizer) || tokenizer.GetString() is "simple" or "whitespace")
        {
            return;
        }

        _known = new RecordedTokens(splitting.Splitter);
        foreach (var row in _rows)
        {
            var id = row.GetProperty("id").GetString()!;
            var name = tokenizer.GetString() == "eng" ? "eng" : TokenizerOf(row.GetProperty("lang").GetString()!);
            if (RecordedTokens.Of(Folder, name).TryGetValue(id, out var recorded))
            {
                _known.Add(Texts[id], recorded);
            }
        }

        splitting.Splitter = _known;
    }

    /// <summary>Says which sample comes next: what was recorded of its lines belongs to it.</summary>
    public void Announce(Sample sample)
    {
        if (_known is not null)
        {
            var row = _case.GetProperty("expected").EnumerateArray().First(e => e.GetProperty("id").GetString() == sample.Id);
            _known.SentencesOfLines = row.TryGetProperty("metrics", out var metrics) && metrics.TryGetProperty("sentences_per_kept_line", out var counts)
                ? new(counts.EnumerateArray().Select(c => c.GetInt32()))
                : new();
        }
    }

    private static string TokenizerOf(string language) => language is "zh" ? "cmn" : language is "en" ? "eng" : language;

    // Of several files, their first texts, then their second ones, and so on: the order in which datatrove numbers them.
    private static IEnumerable<JsonElement> Rows(GoldenFile file, JsonElement @case)
    {
        if (!@case.TryGetProperty("files", out var files))
        {
            return file.Inputs(@case);
        }

        var ids = files.EnumerateArray().SelectMany((f, number) => f.EnumerateArray().Select((id, i) => (Id: id, Key: (i, number)))).OrderBy(f => f.Key).Select(f => f.Id);
        return file.Inputs(@case, ids);
    }

    private static Dictionary<string, string> Languages(JsonElement @case) => @case.GetProperty("expected") is { ValueKind: JsonValueKind.Array } expected
        ? expected.EnumerateArray().Where(e => e.TryGetProperty("language", out _)).ToDictionary(e => e.GetProperty("id").GetString()!, e => e.GetProperty("language").GetString()!)
        : [];

    private static Sample Read(JsonElement row, int position, Dictionary<string, string> languages)
    {
        var sample = row.ValueKind == JsonValueKind.String
            ? Some.Sample("", row.GetString(), position)
            : Some.Sample(row.TryGetProperty("text", out var text) ? text.GetString()! : "", row.TryGetProperty("id", out var id) ? id.GetString() : null, position);
        if (row.ValueKind == JsonValueKind.Object && row.TryGetProperty("url", out var url))
        {
            sample.Meta["url"] = url.GetString();
        }

        if (languages.TryGetValue(sample.Id, out var language))
        {
            sample.Meta["language"] = language;
        }

        return sample;
    }
}
