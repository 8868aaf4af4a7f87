using System.ComponentModel.DataAnnotations;
using Streaming.Operators.Selection.Contamination;
using Streaming.Operators.Selection.Importance;

namespace Streaming.Operators.Selection;

/// <summary>Options of <c>dsir_selector</c>.</summary>
internal sealed record DsirSelectorOptions : ShareOptions
{
    /// <summary>Files with texts like those wanted: JSON lines, or Parquet (<c>.parquet</c>).</summary>
    [PathOption]
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>Texts like those wanted, written out here.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The columns of the files with text; of those that a row has, the texts are joined.</summary>
    public IReadOnlyList<string> TextKeys { get; init; } = ["text"];

    /// <summary>Among what is picked: <c>dataset</c>, the whole input, which must be bounded; <c>stream</c>, the samples of each epoch, with the words of all epochs so far as the input that the target is held against.</summary>
    public SelectionScope Scope { get; init; } = SelectionScope.Dataset;

    /// <summary>Buckets of hashed n-grams.</summary>
    [Range(16, 1 << 24)]
    public int Buckets { get; init; } = 10_000;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Target.Count == 0 && Examples.Count == 0)
        {
            yield return new("target", "Name files with texts like those wanted, or write examples.");
        }

        foreach (var problem in base.Validate(baseFolder))
        {
            yield return problem;
        }
    }
}

/// <summary>
/// Draws samples by how much more likely their words and pairs of words are in target texts than in this input: importance resampling with hashed n-grams, DSIR (arXiv 2302.03169). The logarithm of the weight is
/// kept in the stats as <c>dsir_log_weight</c>; drawing is without replacement, by Gumbel noise from the run's seed and the sample's id. Kept samples stay in their order.
/// </summary>
/// <remarks>Samples of the input, or the epoch, beyond an eighth of the run's budget lie on disk and are read twice; 20 bytes a sample are in memory. With <c>scope: stream</c> the share, or the number, is of each epoch, and the counts of its words are part of its commit.</remarks>
[Operator("dsir_selector", Example = "{ examples: ['The harbour was quiet at dawn.'], select_ratio: 0.5 }", Job = SurveyJob.Mixture)]
internal sealed class DsirSelector(DsirSelectorOptions options) : Selector
{
    private const string LogWeight = "dsir_log_weight";
    private const double Smoothing = 1e-8;

    private readonly GramFeatures _features = new(options.Buckets);
    private readonly double[] _target = new double[options.Buckets];
    private readonly RunningCounts _raw = new(options.Buckets, (ulong)options.Buckets, options.Scope == SelectionScope.Stream);
    private double[] _weights = [];
    private ulong _seed;

    protected override bool IsActive => true;

    protected override SelectionScope Scope => options.Scope;

    protected override long BesideBytes => (8L * options.Buckets) + _raw.Bytes + (8L * _weights.Length);

    public override RowSchema Describe(RowSchema input) => input.WithStat(LogWeight, ColumnType.Float64);

    public override async ValueTask OpenAsync(OperatorContext context)
    {
        await base.OpenAsync(context);
        _seed = context.Seed;
        foreach (var text in options.Examples.Concat(options.Target.SelectMany(path => EvaluationSets.Read(path, options.TextKeys)).Select(e => e.Text)))
        {
            Count(text, (bucket, times) => _target[bucket] += times);
        }

        if (_target.Sum() == 0)
        {
            throw new BadInputException("The target has no words.");
        }
    }

    public override void Save(IStateWriter state)
    {
        base.Save(state);
        if (HoldsEpoch)
        {
            _raw.Save(state);
        }
    }

    public override void Restore(IStateReader state) => _raw.Restore(state);

    protected override void Forget() => _weights = [];

    protected override void Learn(Sample sample) => Count(sample.Text, (bucket, times) => _raw.Add(bucket, times));

    protected override IReadOnlyList<int> Choose(int count)
    {
        var gain = Gain();
        _weights = new double[count];
        var noisy = new double[count];
        for (var i = 0; i < count; i++)
        {
            var sample = Shelf.Get(i, isLast: false);
            _weights[i] = Weigh(sample.Text, gain);
            var draw = Math.Max(SampleSeed.Draw(sample, _seed), double.Epsilon);
            noisy[i] = _weights[i] - Math.Log(-Math.Log(draw));
        }

        var kept = Share.Of(count, options.SelectRatio, options.SelectNum);
        return [.. Enumerable.Range(0, count).OrderByDescending(i => noisy[i]).ThenBy(i => i).Take(kept).Order()];
    }

    protected override void Note(Sample sample, int at)
    {
        if (at < _weights.Length)
        {
            sample.Stats[LogWeight] = _weights[at];
        }
    }

    protected override Rejection Explain(Sample sample) => new("not drawn by its likeness to the target", (double)sample.Stats[LogWeight]!);

    private void Count(string text, Action<int, int> add)
    {
        _features.Read(text);
        foreach (var (bucket, times) in _features.Counts)
        {
            add(bucket, times);
        }
    }

    // What a word in a bucket adds to the logarithm of the weight.
    private double[] Gain()
    {
        var (target, raw) = (_target.Sum(), Math.Max(1.0, _raw.Total));
        return [.. _target.Select((t, i) => Math.Log((t / target) + Smoothing) - Math.Log((_raw[i] / raw) + Smoothing))];
    }

    private double Weigh(string text, double[] gain)
    {
        _features.Read(text);
        return _features.Counts.Sum(c => c.Value * gain[c.Key]);
    }
}
