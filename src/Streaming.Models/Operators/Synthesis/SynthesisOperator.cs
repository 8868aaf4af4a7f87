using Streaming.Models.Completions;
using Streaming.Models.Endpoints;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>
/// An operator that has a model write: on this machine or behind an endpoint, each generation once and for all. What derives from it says what is asked about a
/// sample, and what becomes of the sample with the answers. An answer of the wrong form is shown to the model, with what is wrong; when that does not help the sample is a reject with the text.
/// </summary>
internal abstract class SynthesisOperator(SynthesisOptions options) : DeviceOperator, IUsesModels
{
    private const int LongestReason = 2_000;

    private Completer? _completer;
    private ulong _seed;

    /// <inheritdoc/>
    public override DeviceLimits Limits => options.CallLimits;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Outline => options.IsRemote
        ? [new("model", options.ModelName), new("endpoint", options.Remote.Address.AbsoluteUri), new("concurrency", $"{options.MaxConcurrency}")]
        : ModelOutline.Of(options);

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Models => _completer is null ? [] : [_completer.Model];

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Runtimes => _completer is null || options.IsRemote ? [] : ModelLoan.Runtimes;

    /// <inheritdoc/>
    public override GenerationGauges? Generations => _completer?.Counts;

    /// <summary>The options.</summary>
    protected SynthesisOptions Options => options;

    /// <inheritdoc/>
    public override async ValueTask OpenAsync(OperatorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _seed = context.Seed;
        _completer = await CompleterOpening.OpenAsync(options, context);
    }

    /// <inheritdoc/>
    public override async ValueTask RunAsync(IReadOnlyList<DeviceItem> items, int lane, CancellationToken abort)
    {
        // One that does not converse and does not draw would only say the same again.
        var tries = Completer.Converses || options.SamplingParams.Draws ? options.TryNum : 1;
        while (true)
        {
            var asked = items.Cast<SynthesisItem>().Where(item => item.Fault is null)
                .SelectMany(item => item.Questions.Select((question, i) => (Item: item, Question: question, Index: i)))
                .Where(a => IsOpen(a.Question) && a.Question.Attempts < tries)
                .Select(a => (a.Item, a.Question, Call: new CompletionCall(RequestOf(a.Item, a.Question, a.Index)))).ToList();
            if (asked.Count == 0)
            {
                return;
            }

            await Completer.CompleteAsync([.. asked.Select(a => a.Call)], lane, abort);
            foreach (var (item, question, call) in asked)
            {
                Take(item, question, call);
            }
        }
    }

    /// <summary>Where waiting requests take the places of those that have ended, each lane gets its share of the window, longest first; how many rows are active at once is the completer's matter then.</summary>
    protected override IReadOnlyList<IReadOnlyList<DeviceItem>> Cut(IReadOnlyList<DeviceItem> window, DeviceLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return TakesWindows
            ? [.. window.Select((item, i) => (Item: item, Lane: i % limits.Lanes)).GroupBy(dealt => dealt.Lane, dealt => dealt.Item).Select(lane => lane.ToArray())]
            : base.Cut(window, limits);
    }

    /// <inheritdoc/>
    protected override long PaddedCostOf(IReadOnlyList<DeviceItem> items) => TakesWindows ? DeviceBatches.Cut(items, Limits).Sum(base.PaddedCostOf) : base.PaddedCostOf(items);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _completer, null) is { } completer)
        {
            await completer.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected sealed override DeviceItem? PrepareItem(Sample sample)
    {
        var questions = Ask(sample);
        return questions.Count == 0 ? null : new SynthesisItem(questions, SeedOf(sample), questions.Max(question => Completer.CostOf(RequestOf(question))));
    }

    /// <inheritdoc/>
    protected sealed override void Finish(Sample sample, DeviceItem? item, DeviceOutcome outcome)
    {
        var questions = ((SynthesisItem?)item)?.Questions ?? [];
        if (questions.FirstOrDefault(question => question.Answer is null) is { } failed)
        {
            outcome.Reject(sample, new(ReasonOf(failed)));
            return;
        }

        Finish(sample, [.. questions.Select(question => question.Answer!)], outcome);
    }

    /// <summary>What is asked about a sample; nothing where what would be said is known.</summary>
    protected abstract IReadOnlyList<Question> Ask(Sample sample);

    /// <summary>What becomes of a sample with the answers, one for each question.</summary>
    protected abstract void Finish(Sample sample, IReadOnlyList<object> answers, DeviceOutcome outcome);

    /// <summary>A seed of the sample's own for choices of the operator.</summary>
    protected ulong SeedOf(Sample sample) => SampleSeed.Of(sample, _seed);

    private Completer Completer => _completer ?? throw new InvalidOperationException("The operator is not open.");

    private bool TakesWindows => Completer.TakesWindows(options.SamplingParams.Settings);

    private static bool IsOpen(Question question) => question.Answer is null && !question.IsRefused;

    private CompletionRequest RequestOf(SynthesisItem item, Question question, int index) => RequestOf(question) with { Seed = item.Seed + (ulong)((question.Attempts * 1_000) + index) };

    // A model that converses is shown what it said; another one only draws again.
    private CompletionRequest RequestOf(Question question) => new()
    {
        Turns = question.Attempts == 0 || !Completer.Converses ? question.Turns
            : [.. question.Turns, new("assistant", question.Text), new("user", $"This is not what was asked for: {question.Wrong} Answer again, in the form that was asked for and with nothing else.")],
        Images = question.Images,
        Settings = options.SamplingParams.Settings,
        Schema = question.Schema,
    };

    private static void Take(SynthesisItem item, Question question, CompletionCall call)
    {
        question.Attempts++;
        if (call.Result is not { } completion)
        {
            question.IsRefused = call.Fault is CompletionRefusedException;
            question.Wrong = call.Fault?.Message ?? "The model gave no answer.";
            item.Fault = question.IsRefused ? null : call.Fault;
            return;
        }

        question.Text = completion.Text;
        try
        {
            question.Answer = question.Read(completion.Text);
            item.Questions.AddRange(question.Then(question.Answer));
        }
        catch (AnswerException e)
        {
            question.Wrong = e.Message;
        }
    }

    private static string ReasonOf(Question failed)
    {
        var text = failed.Text.Length > LongestReason ? string.Concat(failed.Text.AsSpan(0, LongestReason), "…") : failed.Text;
        return failed.IsRefused || text.Length == 0 ? failed.Wrong ?? "there is no answer" : $"{failed.Wrong} The answer: {text}";
    }
}
