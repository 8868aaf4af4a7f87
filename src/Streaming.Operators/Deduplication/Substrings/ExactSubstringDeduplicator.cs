using System.ComponentModel.DataAnnotations;
using System.IO.Hashing;
using System.Text;
using Streaming.Operators.Holding;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Deduplication.Substrings;

/// <summary>
/// Takes out of each text the runs of <c>min_words</c> words or more that stand in one of the last <c>window</c> samples too, or earlier in itself; rejects texts of which too little is left. The first one seen stays.
/// The idea of exact substring deduplication (arXiv 2107.06499), over a stream.
/// </summary>
/// <remarks>
/// Runs are compared word by word, whatever white space is between, by 64-bit hashes; what overlaps is cut out as one. A sample that was cut keeps its runs in the window, so that what goes on to repeat goes on
/// to be found. Memory: about 40 bytes for each word of the window, charged to the budget; state: 8 bytes for each word, in the log.
/// </remarks>
[Operator("exact_substring_deduplicator", Example = "{ min_words: 50, window: 10000 }")]
internal sealed class ExactSubstringDeduplicator(ExactSubstringDeduplicatorOptions options) : Deduplicator<WordRuns>, ISplitsText
{
    private readonly RunWindow _window = new(options.Window, XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{options.MinWords} {options.Splitter}")));
    private MemoryShare? _memory;
    private Rejection _why;

    public TextSplitter Splitter { get; set; } = Splitters.Of(options.Splitter);

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _memory = new(context.Memory);
        return ValueTask.CompletedTask;
    }

    public override void Save(IStateWriter state) => _window.Save(state.Log);

    public override void Restore(IStateReader state)
    {
        foreach (var part in state.OpenLog())
        {
            using (part)
            {
                _window.Restore(part);
            }
        }

        AfterBatch();
    }

    protected override WordRuns Sign(Sample sample) => WordRuns.Of(sample.Text ?? throw new FormatException("It has no text."), Splitter, options.MinWords);

    protected override Verdict Decide(Sample sample, WordRuns signature)
    {
        var repeated = FindRepeated(signature, out var left);
        _window.Add(signature.Hashes);
        if (left == signature.Words.Length)
        {
            return Verdict.Keep;
        }

        if (left < Math.Max(1, options.MinDocWords))
        {
            _why = new("too few words are left without runs seen before", left, $"≥ {Math.Max(1, options.MinDocWords)}");
            return Verdict.Reject;
        }

        sample.Text = Cut(sample.Text, signature.Words, repeated);
        return Verdict.Keep;
    }

    protected override Rejection Explain(Sample sample) => _why;

    protected override void AfterBatch() => _memory?.Hold(_window.Bytes);

    // Which words are part of a run seen before, and how many are not.
    private bool[] FindRepeated(WordRuns runs, out int left)
    {
        var repeated = new bool[runs.Words.Length];
        var own = new HashSet<ulong>();
        var until = 0;
        left = runs.Words.Length;
        for (var i = 0; i < runs.Hashes.Length; i++)
        {
            // A run of the text itself counts once it has ended.
            if (i >= options.MinWords)
            {
                own.Add(runs.Hashes[i - options.MinWords]);
            }

            if (!_window.Contains(runs.Hashes[i]) && !own.Contains(runs.Hashes[i]))
            {
                continue;
            }

            for (var word = Math.Max(i, until); word < i + options.MinWords; word++)
            {
                repeated[word] = true;
                left--;
            }

            until = i + options.MinWords;
        }

        return repeated;
    }

    // Words go with the white space behind them.
    private static string Cut(string text, TextSpan[] words, bool[] repeated)
    {
        var result = new StringBuilder(text.Length);
        var from = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var next = i + 1 < words.Length ? words[i + 1].Start : text.Length;
            if (repeated[i])
            {
                result.Append(text, from, Math.Max(0, words[i].Start - from));
                from = next;
            }
        }

        return result.Append(text, from, text.Length - from).ToString().TrimEnd();
    }
}

/// <summary>Options of <c>exact_substring_deduplicator</c>.</summary>
internal sealed record ExactSubstringDeduplicatorOptions
{
    /// <summary>The shortest run that counts, in words.</summary>
    [Range(1, 100_000)]
    public int MinWords { get; init; } = 50;

    /// <summary>How many samples back runs are remembered.</summary>
    [Range(1, int.MaxValue)]
    public int Window { get; init; } = 10_000;

    /// <summary>The fewest words of a text that was cut; 0: one.</summary>
    [Range(0, int.MaxValue)]
    public int MinDocWords { get; init; } = 50;

    /// <summary>How texts are split into words.</summary>
    public Splitter Splitter { get; init; } = Splitter.Simple;
}
