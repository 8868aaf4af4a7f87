using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Patterns;
using Streaming.Tokenizers;

namespace Streaming.Operators.Splitting;

/// <summary>
/// Cuts texts into chunks, each of which becomes a sample: at a pattern, after <c>max_len</c> characters, or at the last match of the pattern among the next
/// <c>max_len</c> characters. A text that gives no chunk is rejected.
/// </summary>
/// <remarks>
/// Without <c>max_len</c> blank chunks are dropped, and groups in the pattern become chunks too. Windows without a pattern overlap, the last may lie within the
/// one before. With both, the match itself is dropped, and chunks overlap only where no match was found.
/// </remarks>
[Operator("text_chunk_mapper", Example = "{ max_len: 2000, split_pattern: '\\n\\n', overlap_len: 100 }")]
internal sealed class TextChunkMapper(TextChunkMapperOptions options) : Expander
{
    private readonly PythonPattern? _pattern = options.SplitPattern is null ? null : PythonPattern.Parse(options.SplitPattern, dotAll: false, PatternDialect.Re);
    private ITokenizer? _tokenizer;

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _tokenizer = options.Tokenizer is null ? null : ModelPath.LoadTokenizer(options.Tokenizer);
        return ValueTask.CompletedTask;
    }

    protected override IReadOnlyList<Sample> Expand(Sample sample)
    {
        var chunks = ChunksOf(sample.Text);
        if (chunks is [var only])
        {
            sample.Text = only;
            return [sample];
        }

        return [.. chunks.Select((chunk, i) =>
        {
            var part = Part(sample, i);
            part.Text = chunk;
            return part;
        })];
    }

    protected override Rejection Explain(Sample sample) => new("the text has no chunk that is more than white space");

    private List<string> ChunksOf(string text)
    {
        if (options.MaxLen is not { } length)
        {
            var parts = _pattern!.Split(text);
            parts.RemoveAll(part => PythonText.Strip(part).IsEmpty);
            return parts;
        }

        return _pattern is null ? Windows(text, length) : CutsAtMatches(text, length, _pattern);
    }

    private List<string> Windows(string text, int length)
    {
        var chunks = new List<string>();
        var measured = Measure(text);
        for (var start = 0; start == 0 || (start < measured.Count && measured.Count > length); start += length - options.OverlapLen)
        {
            chunks.Add(measured.Count <= length ? text : measured.Slice(start, start + length));
        }

        return chunks;
    }

    private List<string> CutsAtMatches(string text, int length, PythonPattern pattern)
    {
        var chunks = new List<string>();
        for (var measured = Measure(text); measured.Count > length; measured = Measure(text))
        {
            var next = measured.Slice(0, length);
            if (pattern.LastMatch(next) is not var (start, end))
            {
                chunks.Add(next);
                text = measured.Slice(length - options.OverlapLen, measured.Count);
            }
            else if (end == 0)
            {
                throw new InvalidDataException("The only match of the pattern is empty and at the start: no cut would make the text shorter.");
            }
            else
            {
                chunks.Add(next[..start]);
                text = text[end..];
            }
        }

        chunks.Add(text);
        return chunks;
    }

    private Measured Measure(string text)
    {
        if (_tokenizer is { } tokenizer)
        {
            var ids = tokenizer.Encode(text);
            return new(ids.Length, (from, to) => tokenizer.Decode(ids.AsSpan(Math.Min(from, ids.Length)..Math.Min(to, ids.Length))));
        }

        var places = new CodePointPlaces(text);
        return new(places.Count, places.Slice);
    }

    private readonly record struct Measured(int Count, Func<int, int, string> Slice);
}

/// <summary>Options of <c>text_chunk_mapper</c>.</summary>
internal sealed record TextChunkMapperOptions : IValidatesOptions
{
    /// <summary>The most characters of a chunk, or tokens where a tokenizer is named; null: no limit.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxLen { get; init; }

    /// <summary>A regular expression in the syntax of Python's <c>re</c> at whose matches texts are cut; null: cut by length alone.</summary>
    [PythonPattern(PatternDialect.Re)]
    public string? SplitPattern { get; init; } = "\\n\\n";

    /// <summary>By how much two chunks overlap that are not cut at the pattern; less than <c>max_len</c>.</summary>
    [Range(0, int.MaxValue)]
    public int OverlapLen { get; init; }

    /// <summary>A tokenizer whose tokens are counted instead of characters: a folder with <c>tokenizer.json</c>, or the hub's name of one below the folder of models.</summary>
    [PathOption]
    public string? Tokenizer { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (MaxLen is null && SplitPattern is null)
        {
            yield return new("split_pattern", "give max_len, split_pattern or both");
        }

        if (OverlapLen >= MaxLen)
        {
            yield return new("overlap_len", $"chunks of {MaxLen} cannot overlap by {OverlapLen}: it must be less");
        }

        if (Tokenizer is not null && ModelPath.Find(Tokenizer) is null)
        {
            yield return new("tokenizer", $"there is no tokenizer '{Tokenizer}' (looked there and below {ModelPath.HomeVariable}): give the path of a folder with tokenizer.json");
        }
    }
}
