using System.Numerics;
using Streaming.Operators.Holding;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>Signatures that can be asked for near ones: the newest in memory, the others on disk; exact, whatever the allowance.</summary>
/// <remarks>Four runs of about one size become one, so that a look asks few. What it costs grows with the signatures that share a block by their nature: near ones end the look.</remarks>
internal sealed class NearIndex(BlockChoices choices, int distance, long allowance, Func<string> folder) : IDisposable
{
    private const int FanIn = 4;

    private readonly NearTable _table = new(choices, distance, allowance);
    private readonly List<NearRun> _runs = [];

    public long Bytes => _table.Bytes;

    /// <summary>Runs on disk.</summary>
    public int RunCount => _runs.Count;

    public bool HasNear(ulong signature)
    {
        if (_table.HasNear(signature))
        {
            return true;
        }

        foreach (var run in _runs)
        {
            if (run.HasNear(signature, distance))
            {
                return true;
            }
        }

        return false;
    }

    public void Add(ulong signature)
    {
        if (_table.IsFull)
        {
            Spill();
        }

        _table.Add(signature);
    }

    public void Dispose()
    {
        _runs.ForEach(run => run.Dispose());
        _runs.Clear();
    }

    private string NextPath => ScratchFile.In(folder(), "near");

    private void Spill()
    {
        var size = _table.Count;
        _runs.Add(NearRun.Write(NextPath, choices, _table.Signatures));
        _table.Clear();
        while (_runs.Count >= FanIn && Tier(_runs[^FanIn].Count, size) == Tier(_runs[^1].Count, size))
        {
            var parts = _runs.GetRange(_runs.Count - FanIn, FanIn);
            _runs.RemoveRange(_runs.Count - FanIn, FanIn);
            _runs.Add(NearRun.Merge(NextPath, choices, parts));
        }
    }

    private static int Tier(long count, int size) => BitOperations.Log2((ulong)(count / Math.Max(1, size / 2)) | 1) / 2;
}
