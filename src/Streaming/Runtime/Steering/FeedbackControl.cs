using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>Takes a trainer's losses and keeps them, added up by source, until a policy acts on them at a border between epochs.</summary>
public sealed class FeedbackControl
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<string> _sources;
    private readonly double _clip;
    private Dictionary<string, SourceLosses> _open = [];
    private long _step;

    /// <summary>For these sources; a sample's excess over its reference counts for at most <paramref name="clip"/>.</summary>
    internal FeedbackControl(IReadOnlyList<string> sources, double clip) => (_sources, _clip) = (sources, clip);

    /// <summary>The newest step that was told of; 0 before the first.</summary>
    public long Step
    {
        get
        {
            lock (_lock)
            {
                return _step;
            }
        }
    }

    /// <summary>The newest mean loss by source that was told.</summary>
    public IReadOnlyDictionary<string, double> Newest { get; private set; } = new Dictionary<string, double>();

    /// <summary>Takes a report.</summary>
    /// <exception cref="BadInputException">A source is not known, or a loss is no number from 0 on. Nothing of the report is taken then.</exception>
    public void Report(LossReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (var (source, loss) in report.Losses.Select(l => (l.Key, l.Value)).Concat(report.Samples.Select(s => (s.Source, s.Loss))))
        {
            Check(source, loss);
        }

        foreach (var sample in report.Samples)
        {
            Check(sample.Source, sample.Reference ?? 0);
        }

        lock (_lock)
        {
            _step = Math.Max(_step, report.Step);
            Newest = new Dictionary<string, double>(Newest.Concat(report.Losses).GroupBy(p => p.Key).Select(g => g.Last()));
            foreach (var (source, loss) in report.Losses)
            {
                _open[source] = Of(source).With(loss);
            }

            foreach (var sample in report.Samples)
            {
                _open[sample.Source] = Of(sample.Source).With(sample, _clip);
            }
        }
    }

    /// <summary>What was told since the last call.</summary>
    internal (long Step, IReadOnlyDictionary<string, SourceLosses> Sources) Take()
    {
        lock (_lock)
        {
            var taken = _open;
            _open = [];
            return (_step, taken);
        }
    }

    private SourceLosses Of(string source) => _open.GetValueOrDefault(source);

    private void Check(string source, double loss)
    {
        if (!_sources.Contains(source))
        {
            throw new BadInputException($"feedback: no source is named '{source}'; there are: {string.Join(", ", _sources)}.");
        }

        if (!double.IsFinite(loss) || loss < 0)
        {
            throw new BadInputException($"feedback: the loss of '{source}' must be a number from 0 on.");
        }
    }
}

/// <summary>Losses of one source, added up.</summary>
internal readonly record struct SourceLosses(double Sum, long Count, double SampleSum, long Samples, double ExcessSum, long Excesses)
{
    /// <summary>The mean loss: of what was said of the source as a whole, else of its samples.</summary>
    public double Mean => Count > 0 ? Sum / Count : SampleSum / Math.Max(1, Samples);

    /// <summary>The mean excess of samples over their references, each at least 0 and at most the clip; null where no sample had one.</summary>
    public double? Excess => Excesses > 0 ? ExcessSum / Excesses : null;

    public SourceLosses With(double loss) => this with { Sum = Sum + loss, Count = Count + 1 };

    public SourceLosses With(SampleLoss sample, double clip)
    {
        var with = this with { SampleSum = SampleSum + sample.Loss, Samples = Samples + 1 };
        return sample.Reference is { } reference ? with with { ExcessSum = ExcessSum + Math.Clamp(sample.Loss - reference, 0, clip), Excesses = Excesses + 1 } : with;
    }
}
