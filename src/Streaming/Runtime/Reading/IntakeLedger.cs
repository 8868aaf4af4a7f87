using System.IO.Hashing;
using System.Text;
using Streaming.Epochs;

namespace Streaming.Runtime;

/// <summary>Keeps what the open epoch took in: positions, the interleaving, and which splits are in hand.</summary>
/// <param name="hand">Splits that are in hand from the start, moved or not, with their positions.</param>
internal sealed class IntakeLedger(IEnumerable<KeyValuePair<SplitId, long>> hand)
{
    private readonly Dictionary<SplitId, long> _open = new(hand);
    private readonly string? _sharedHand = NameOf(hand.Select(h => h.Key));
    private readonly List<SplitId> _order = [];
    private readonly Dictionary<SplitId, (long From, long To)> _moved = [];
    private readonly List<SplitRun> _runs = [];
    private readonly HashSet<SplitId> _ended = [];
    private long _samples;

    /// <summary>Records of the open epoch.</summary>
    public long Records { get; private set; }

    /// <summary>Samples and dead letters of the open epoch.</summary>
    public long Events => _samples;

    /// <summary>Bytes of samples of the open epoch.</summary>
    public long Bytes { get; private set; }

    /// <summary>Notes a batch that was taken in one run.</summary>
    public void Took(TakenBatch taken)
    {
        Moved(taken);
        Ran(taken.Batch.Split, taken.Records);
    }

    /// <summary>Notes a batch whose records were interleaved with others.</summary>
    public void Moved(TakenBatch taken)
    {
        var batch = taken.Batch;
        if (_moved.TryGetValue(batch.Split, out var moved))
        {
            _moved[batch.Split] = (moved.From, batch.To);
        }
        else
        {
            _order.Add(batch.Split);
            _moved[batch.Split] = (batch.From, batch.To);
        }

        _open[batch.Split] = batch.To;
        if (batch.IsLastOfSplit)
        {
            _ended.Add(batch.Split);
        }

        Records += taken.Records;
        _samples += batch.Batch.Samples.Count + batch.Batch.DeadLetters.Count;
        Bytes += taken.Bytes;
    }

    /// <summary>Notes the interleaving.</summary>
    public void Ran(SplitId split, long records)
    {
        if (_runs.Count > 0 && _runs[^1].Split == split)
        {
            _runs[^1] = _runs[^1] with { Records = _runs[^1].Records + records };
        }
        else
        {
            _runs.Add(new(split, records));
        }
    }

    /// <summary>Closes the epoch. Splits that ended leave the hand after it.</summary>
    public IntakeInterval Close(bool isEnd)
    {
        var interval = new IntakeInterval
        {
            Moved = [.. _order.Select(s => new MovedSplit(s.Source, s.Name, _moved[s].From, _moved[s].To))],
            Hand = new Dictionary<SplitId, long>(_open),
            Runs = [.. _runs],
            SharedHand = _sharedHand,
            Samples = _samples,
            IsEnd = isEnd,
        };
        foreach (var split in _ended)
        {
            _open.Remove(split);
        }

        _order.Clear();
        _moved.Clear();
        _runs.Clear();
        _ended.Clear();
        (Records, Bytes, _samples) = (0, 0, 0);
        return interval;
    }

    private static string? NameOf(IEnumerable<SplitId> splits)
    {
        var names = string.Join('\n', splits.Order());
        return names.Length == 0 ? null : Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes(names)));
    }
}
