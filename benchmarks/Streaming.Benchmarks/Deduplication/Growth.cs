namespace Streaming.Benchmarks.Deduplication;

/// <summary>How the cost of one grows with what is there already, doubling by doubling.</summary>
/// <remarks>A cost of a + b·log2 n adds the same b at every doubling, whatever a is; one that grows faster adds more and more. So what each doubling adds is the figure, rather than an exponent over the whole range: with a = 0 that would ask of a tree that its first levels cost nothing.</remarks>
internal sealed class Growth
{
    private readonly List<(long Count, double Wall, double Cpu)> _points = [];

    /// <summary>Notes what one cost, on average, while the count went from half of <paramref name="count"/> to all of it.</summary>
    public void Add(long count, double wall, double cpu) => _points.Add((count, wall, cpu));

    /// <summary>Writes what each doubling added, and the mean of the earlier and of the later half of them.</summary>
    public void Write()
    {
        // The first point fills the buffers of an empty index: what it costs is not what grows.
        var added = _points.Skip(1).Zip(_points.Skip(2), (a, b) => (Wall: b.Wall - a.Wall, Cpu: b.Cpu - a.Cpu)).ToList();
        if (added.Count < 2)
        {
            return;
        }

        var half = added.Count / 2;
        Console.WriteLine();
        Console.WriteLine($"Each doubling added to the processor time of a document, in µs: {string.Join(", ", added.Select(a => $"{a.Cpu:+0.00;-0.00}"))} (the first {half}: {added.Take(half).Average(a => a.Cpu):+0.00;-0.00} on average, the last {half}: {added.TakeLast(half).Average(a => a.Cpu):+0.00;-0.00}); to the wall time: {string.Join(", ", added.Select(a => $"{a.Wall:+0.00;-0.00}"))}. A cost that grows with log n adds the same each time, one that grows faster adds more and more.");
    }
}
