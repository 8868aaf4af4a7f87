using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Deduplication.Stores;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Deduplication.Sentences;

/// <summary>
/// Takes out of each text the runs of sentences that were seen before, in it or in an earlier one, and rejects texts of which too little is left. The first one seen stays. As datatrove's sentence deduplication,
/// over a stream: against every text that came before, rejected ones too, across runs.
/// </summary>
/// <remarks>
/// Sentences are compared simplified (<c>norm_config</c>). An unchanged text stays whatever its length; a rejected one stays as it was. With <c>min_words_to_remove_span</c> only the first sentence of a removed
/// run is looked at, and put back behind it, as in datatrove. State: 8 bytes a distinct run, in the log; memory: at most an eighth of the run's budget, what is beyond lies on disk.
/// </remarks>
[Operator("sentence_deduplicator", Example = "{ n_sentences: 3, min_doc_words: 50 }")]
internal sealed class SentenceDeduplicator(SentenceDeduplicatorOptions options) : Deduplicator<SentenceSignature>, ISplitsText
{
    // Keys are to be spread over all 64 bits; an odd factor maps them one to one.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private readonly KeyIndex<ulong> _index = new(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(options.ShapeOfKeys)), options);

    // Of the sample that was decided last.
    private Rejection? _why;

    public TextSplitter Splitter { get; set; } = Splitters.Of(options.Splitter);

    public override ValueTask OpenAsync(OperatorContext context) => _index.OpenAsync(context, (row, keys) => keys.AddRange(Sign(row).Runs.Select(run => run.Hash * Spread)));

    public override void Save(IStateWriter state) => _index.Save(state);

    public override void Restore(IStateReader state) => _index.Restore(state);

    public override ValueTask DisposeAsync()
    {
        _index.Dispose();
        return base.DisposeAsync();
    }

    /// <summary>The runs of sentences of a text.</summary>
    internal SentenceSignature SignatureOf(string text)
    {
        var (parts, compared) = options.SplitSentences ? Sentences(text) : Lines(text);
        var simple = compared.ConvertAll(span => TextNormalization.Simplify(text[span.Start..span.End], options.NormConfig));
        var runs = new List<(int, ulong)>();
        for (var first = 0; first + options.NSentences <= simple.Count; first++)
        {
            var run = string.Join(' ', simple.Skip(first).Take(options.NSentences));
            if (run.AsSpan().ContainsAnyExcept(PythonText.WhiteSpace))
            {
                runs.Add((first, SpanHash.Of(run, options.HashConfig)));
            }
        }

        return new(parts, runs);
    }

    // A sample without a text is buried here: what fails while deciding would stop the run.
    protected override SentenceSignature Sign(Sample sample) => SignatureOf(sample.Text ?? throw new FormatException("It has no text."));

    protected override void BeforeBatch(IReadOnlyList<Sample> samples, ReadOnlySpan<SentenceSignature> signatures)
    {
        for (var i = 0; i < signatures.Length; i++)
        {
            _index.Ask([.. signatures[i].Runs.Select(run => run.Hash * Spread)], samples[i]);
        }

        _index.Add();
    }

    protected override Verdict Decide(Sample sample, SentenceSignature signature)
    {
        var repeated = signature.Runs.Where(_ => !_index.TakeAnswer()).Select(run => run.First).ToList();
        var text = repeated.Count == 0 ? sample.Text : Remains(sample.Text, signature.Parts, repeated);
        _why = WhyNot(sample.Text, text);
        if (_why is not null)
        {
            return Verdict.Reject;
        }

        sample.Text = text;
        return Verdict.Keep;
    }

    protected override Rejection Explain(Sample sample) => _why ?? default;

    protected override void AfterBatch() => _index.Settle();

    private Rejection? WhyNot(string before, string after)
    {
        if (after.Length == 0)
        {
            return new("nothing is left without sentences seen before", 0, "a text");
        }

        if (before == after)
        {
            return null;
        }

        var (words, sentences) = (Splitter.CountWords(after), CountSentences(after));
        return words < options.MinDocWords ? new("too few words are left without sentences seen before", words, $"≥ {options.MinDocWords}")
            : sentences < options.MinNumSentences ? new("too few sentences are left without those seen before", sentences, $"≥ {options.MinNumSentences}")
            : null;
    }

    private int CountSentences(string text)
    {
        var sentences = Splitter.Sentences(text);
        var count = sentences.Count;
        sentences.Dispose();
        return count;
    }

    private string Remains(string text, IReadOnlyList<TextSpan> parts, List<int> repeated)
    {
        var kept = new List<TextSpan>(parts.Count);
        var (next, dropUntil, open) = (0, 0, -1);
        for (var i = 0; i <= parts.Count; i++)
        {
            while (next < repeated.Count && repeated[next] == i)
            {
                dropUntil = i + options.NSentences;
                next++;
            }

            if (i < dropUntil && i < parts.Count)
            {
                open = open < 0 ? i : open;
                continue;
            }

            // Of a run that ends here, a first sentence that is too short to be missed comes back.
            if (open >= 0 && options.MinWordsToRemoveSpan > 0 && Splitter.CountWords(parts[open].Of(text)) < options.MinWordsToRemoveSpan)
            {
                kept.Add(parts[open]);
            }

            open = -1;
            if (i < parts.Count)
            {
                kept.Add(parts[i]);
            }
        }

        var joined = string.Join(options.SplitSentences ? "" : "\n", kept.Select(part => text[part.Start..part.End]));
        var start = joined.AsSpan().IndexOfAnyExcept(PythonText.WhiteSpace);
        return start < 0 ? "" : joined[start..];
    }

    // A sentence of the text reaches from the end of the one before; compared are stripped ones.
    private (List<TextSpan> Parts, List<TextSpan> Compared) Sentences(string text)
    {
        var spans = Splitter.Spans(text);
        var parts = new List<TextSpan>(spans.Count);
        foreach (var span in spans.Items)
        {
            parts.Add(new(parts.Count == 0 ? 0 : parts[^1].End, span.End));
        }

        spans.Dispose();
        var sentences = Splitter.Sentences(text);
        List<TextSpan> compared = [.. sentences.Items];
        sentences.Dispose();
        return (parts, compared);
    }

    private static (List<TextSpan> Parts, List<TextSpan> Compared) Lines(string text)
    {
        var lines = new List<TextSpan>();
        foreach (var line in new PythonLines(text))
        {
            text.AsSpan().Overlaps(line, out var start);
            lines.Add(new(line.IsEmpty ? 0 : start, line.IsEmpty ? 0 : start + line.Length));
        }

        return (lines, lines);
    }
}

/// <summary>Options of <c>sentence_deduplicator</c>.</summary>
internal sealed record SentenceDeduplicatorOptions : KeyStoreOptions
{
    /// <summary>How many neighbouring sentences are compared together.</summary>
    [Range(1, 1000)]
    public int NSentences { get; init; } = 3;

    /// <summary>Compares sentences; otherwise lines.</summary>
    public bool SplitSentences { get; init; } = true;

    /// <summary>The fewest words of a text that was changed; 0 or less: any.</summary>
    public int MinDocWords { get; init; } = 50;

    /// <summary>The fewest sentences of a text that was changed; 0 or less: any.</summary>
    public int MinNumSentences { get; init; } = 3;

    /// <summary>A removed run whose first sentence has fewer words gets it back; 0: none does.</summary>
    [Range(0, int.MaxValue)]
    public int MinWordsToRemoveSpan { get; init; }

    /// <summary>How sentences are simplified before they are compared.</summary>
    public TextNormOptions NormConfig { get; init; } = new();

    /// <summary>How runs of sentences are hashed.</summary>
    public SpanHashOptions HashConfig { get; init; } = new();

    /// <summary>How texts are split into words and sentences.</summary>
    public Splitter Splitter { get; init; }

    internal string ShapeOfKeys => string.Create(CultureInfo.InvariantCulture, $"{NSentences} {SplitSentences} {NormConfig} {HashConfig} {Splitter}");
}
