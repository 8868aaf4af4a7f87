namespace Streaming.Operators.Packing.Patches;

/// <summary>Packs that still have room. A sample goes where it leaves the least (best fit); when too many are open, the fullest goes on.</summary>
/// <param name="places">Patches of a pack.</param>
/// <param name="most">Open packs.</param>
internal sealed class OpenPacks(int places, int most)
{
    private readonly List<OpenPack> _open = [];
    private long _next;

    /// <summary>The open packs, oldest first.</summary>
    public IReadOnlyList<OpenPack> Open => _open;

    /// <summary>Samples in open packs.</summary>
    public long Held => _open.Sum(p => (long)p.Samples.Count);

    /// <summary>Bytes of their patches.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a sample; packs that are done go to <paramref name="done"/>.</summary>
    public void Add(PatchedSample sample, List<OpenPack> done)
    {
        OpenPack? best = null;
        foreach (var pack in _open)
        {
            if (pack.Count + sample.Count <= places && (best is null || pack.Count > best.Count))
            {
                best = pack;
            }
        }

        if (best is null)
        {
            _open.Add(best = new(_next++));
        }

        best.Add(sample);
        Bytes += sample.Patches.Length;
        if (best.Count == places)
        {
            Close(best, done);
        }

        // More than one where a restart joined the packs of several workers.
        while (_open.Count > most)
        {
            Close(_open.MaxBy(p => p.Count)!, done);
        }
    }

    /// <summary>Closes the oldest one; false where none is open.</summary>
    public bool CloseOldest(List<OpenPack> done)
    {
        if (_open.Count == 0)
        {
            return false;
        }

        Close(_open[0], done);
        return true;
    }

    /// <summary>Puts a sample back into the pack that it was in.</summary>
    public void Restore(long pack, PatchedSample sample)
    {
        var open = _open.Find(p => p.Number == pack && p.Count + sample.Count <= places);
        if (open is null)
        {
            _open.Add(open = new(pack));
            _next = Math.Max(_next, pack + 1);
        }

        open.Add(sample);
        Bytes += sample.Patches.Length;
    }

    private void Close(OpenPack pack, List<OpenPack> done)
    {
        _open.Remove(pack);
        Bytes -= pack.Samples.Sum(s => (long)s.Patches.Length);
        done.Add(pack);
    }
}

/// <summary>A pack that is being filled.</summary>
/// <param name="number">Its place in the order of opening.</param>
internal sealed class OpenPack(long number)
{
    private readonly List<PatchedSample> _samples = [];

    /// <summary>Its place in the order of opening.</summary>
    public long Number => number;

    /// <summary>Patches.</summary>
    public int Count { get; private set; }

    /// <summary>Its samples.</summary>
    public IReadOnlyList<PatchedSample> Samples => _samples;

    /// <summary>Adds a sample.</summary>
    public void Add(PatchedSample sample)
    {
        _samples.Add(sample);
        Count += sample.Count;
    }
}
