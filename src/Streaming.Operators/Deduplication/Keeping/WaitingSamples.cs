using Streaming.Operators.Holding;

namespace Streaming.Operators.Deduplication.Keeping;

/// <summary>Samples that wait until it is known which of them stay: those of an epoch, or the whole input. In memory, and beyond an eighth of the budget on disk.</summary>
/// <param name="context">What the operator got.</param>
/// <param name="quality">How good samples are.</param>
internal sealed class WaitingSamples(OperatorContext context, SampleQuality quality) : IDisposable
{
    /// <summary>In the place of the sample that stays: one of an earlier epoch, or of another table.</summary>
    public const int Earlier = -1;

    private const int BatchSamples = 64;
    private const long BatchBytes = 1 << 20;
    private const long IdBytes = 100;

    private readonly SampleShelf _shelf = new(context.Memory.Limit / 8, context.ScratchFolder);
    private readonly List<double> _qualities = [];

    // The ids of those that stay in the place of others, until the last of these was told.
    private readonly Dictionary<int, string> _ids = [];
    private int[]? _stays;
    private int[] _others = [];
    private int _given;

    /// <summary>Samples that came: the number of the next one.</summary>
    public int Count => _shelf.Count;

    /// <summary>Samples that wait.</summary>
    public long Held => _shelf.Count - _given;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _shelf.Bytes + (8L * _qualities.Capacity) + (8L * _others.Length) + (IdBytes * _ids.Count);

    /// <summary>Takes a sample.</summary>
    public void Add(Sample sample)
    {
        _shelf.Add(sample);
        if (quality.Counts)
        {
            _qualities.Add(quality.Of(sample));
        }
    }

    /// <summary>Whether one sample is better than another; where all are alike, none is.</summary>
    public bool IsBetter(int one, int other) => quality.Counts && _qualities[one] > _qualities[other];

    /// <summary>The numbers of the samples, the best first.</summary>
    public IReadOnlyList<int> BestFirst() => quality.Counts ? [.. Enumerable.Range(0, Count).OrderByDescending(i => _qualities[i])] : [.. Enumerable.Range(0, Count)];

    /// <summary>A sample that waits.</summary>
    public Sample Get(int at) => _shelf.Get(at, isLast: false);

    /// <summary>Moves some samples on, in the order in which they came. Nothing moves after the last.</summary>
    /// <param name="batch">Takes them.</param>
    /// <param name="judge">Gives for each sample the number of the one that stays in its place, its own or another, or <see cref="Earlier"/>; asked once.</param>
    /// <param name="explain">Why a sample, by its number, is rejected that is a duplicate of what the words say.</param>
    public void GiveBack(SampleBatch batch, Func<int[]> judge, Func<int, string, Rejection> explain)
    {
        if (_stays is null)
        {
            _stays = judge();
            _others = new int[Count];
            for (var i = 0; i < Count; i++)
            {
                if (_stays[i] != i && _stays[i] != Earlier)
                {
                    _others[_stays[i]]++;
                }
            }
        }

        long bytes = 0;
        for (var n = 0; n < BatchSamples && bytes < BatchBytes && _given < Count; n++, _given++)
        {
            bytes += Give(_given, _stays[_given], batch, explain);
        }
    }

    public void Dispose() => _shelf.Dispose();

    private long Give(int at, int stays, SampleBatch batch, Func<int, string, Rejection> explain)
    {
        if (stays == at)
        {
            var kept = _shelf.Get(at, isLast: true);
            if (_others[at] > 0)
            {
                _ids.TryAdd(at, kept.Id);
            }

            batch.Samples.Add(kept);
            return kept.EstimateBytes();
        }

        var why = explain(at, stays == Earlier ? "an earlier sample" : $"the kept sample '{TakeIdOf(stays)}'");
        var rejected = _shelf.Get(at, isLast: true);
        batch.Reject(rejected, why);
        return rejected.EstimateBytes();
    }

    private string TakeIdOf(int at)
    {
        var id = _ids.TryGetValue(at, out var known) ? known : _ids[at] = _shelf.Get(at, isLast: false).Id;
        if (--_others[at] == 0)
        {
            _ids.Remove(at);
        }

        return id;
    }
}
