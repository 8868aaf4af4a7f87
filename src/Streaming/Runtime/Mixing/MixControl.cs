using Streaming.Epochs;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// Changes the weights of a mix while it runs. A change takes effect at the next border between epochs and is recorded in that epoch's commit; from then on the table says it, so that a restart goes on with
/// it. Until an epoch with it is committed it is only wanted, and lost with the process.
/// </summary>
public sealed class MixControl
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<string> _sources;
    private IReadOnlyDictionary<string, double>? _wanted;
    private IReadOnlyDictionary<string, double> _inForce;
    private long _proposals;

    internal MixControl(IReadOnlyDictionary<string, double> declared) => (_inForce, Declared, _sources) = (declared, declared, [.. declared.Keys]);

    /// <summary>The weights that the topology says.</summary>
    public IReadOnlyDictionary<string, double> Declared { get; }

    /// <summary>The weights of the newest committed epoch; before there is one, those of the topology.</summary>
    public IReadOnlyDictionary<string, double> InForce
    {
        get
        {
            lock (_lock)
            {
                return _inForce;
            }
        }
    }

    /// <summary>Weights that were proposed and are in no commit yet, or null.</summary>
    public IReadOnlyDictionary<string, double>? Wanted
    {
        get
        {
            lock (_lock)
            {
                return _wanted;
            }
        }
    }

    /// <summary>Proposes weights for some or all sources, on top of an earlier proposal that has not come into force; sources that are not named keep theirs. A weight of 0 rests a source.</summary>
    /// <exception cref="BadInputException">A source is not known, a weight is no number from 0 on, or all of them are 0.</exception>
    public void Propose(IReadOnlyDictionary<string, double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach (var (source, weight) in weights)
        {
            if (!_sources.Contains(source))
            {
                throw new BadInputException($"mix: no source is named '{source}'; there are: {string.Join(", ", _sources)}.");
            }

            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new BadInputException($"mix: the weight of '{source}' must be a number from 0 on.");
            }
        }

        lock (_lock)
        {
            var all = _sources.ToDictionary(s => s, s => weights.TryGetValue(s, out var weight) ? weight : (_wanted ?? _inForce)[s]);
            if (all.Values.All(w => w == 0))
            {
                throw new BadInputException("mix: one weight must be more than 0.");
            }

            _wanted = all;
            _proposals++;
        }
    }

    /// <summary>The proposal that waits, and its number; number 0 where there is none.</summary>
    internal (long Number, IReadOnlyDictionary<string, double>? Weights) Look()
    {
        lock (_lock)
        {
            return (_wanted is null ? 0 : _proposals, _wanted);
        }
    }

    /// <summary>Takes up the weights that a run goes on with.</summary>
    internal void GoOnWith(IReadOnlyDictionary<string, double> weights)
    {
        lock (_lock)
        {
            _inForce = weights;
        }
    }

    /// <summary>Notes what a commit holds.</summary>
    internal void Committed(MixRecord record)
    {
        lock (_lock)
        {
            _inForce = record.Weights;
            if (record.Proposal == _proposals)
            {
                _wanted = null;
            }
        }
    }
}
