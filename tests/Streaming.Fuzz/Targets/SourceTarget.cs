using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Fuzz.Targets;

/// <summary>A source that reads one file: samples and dead letters, or bad input, or a fault that names the file. Positions ascend; what is read in two parts is what is read at once.</summary>
internal abstract class SourceTarget : IFuzzTarget, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-fuzz-").FullName;

    public abstract string Name { get; }

    public abstract IReadOnlyList<byte[]> Seeds { get; }

    protected abstract string FileName { get; }

    protected abstract Source Open();

    public void Try(byte[] input)
    {
        File.WriteAllBytes(Path.Combine(_folder, FileName), input);
        if (ReadAsync(SplitPositions.Empty).GetAwaiter().GetResult() is not { Count: > 1 } whole)
        {
            return;
        }

        LawBrokenException.Unless(whole.Zip(whole.Skip(1)).All(pair => pair.First < pair.Second), "Positions do not ascend.");
        var middle = whole[whole.Count / 2];
        var rest = ReadAsync(SplitPositions.Empty.Advance(new("in", FileName), middle)).GetAwaiter().GetResult();
        LawBrokenException.Unless(rest is not null && rest.SequenceEqual(whole.SkipWhile(position => position < middle)), "Reading goes on in the middle with other records.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The positions of samples and dead letters; null where the file is refused as a whole.
    private async Task<List<long>?> ReadAsync(SplitPositions from)
    {
        await using var source = Open();
        try
        {
            await source.DescribeAsync(new() { Name = "in", BaseFolder = _folder, Run = "fuzz", Memory = new MemoryAccount(1 << 30) }, CancellationToken.None);
            var positions = new List<long>();
            await foreach (var read in source.ReadAsync(from, CancellationToken.None))
            {
                positions.AddRange(read.Batch.Samples.Select(sample => sample.Lineage.Position).Concat(read.Batch.DeadLetters.Select(letter => letter.Lineage.Position)).Order());
            }

            return positions;
        }
        catch (Exception e) when (e is BadInputException or SourceFaultException)
        {
            return null;
        }
    }
}
