using System.Text;
using Streaming.Parquet.Lines;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Tar;

/// <summary>Reads one tar file from a sample on.</summary>
internal sealed class TarSplit(InputFile input, TarSourceOptions options, SourceContext context)
    : FileSplit<(TarGroup Group, long Number)>(input, options.OnBadFile, context)
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<(TarGroup Group, long Number)> OpenAsync(long from, CancellationToken abort) => Open(from).ToAsyncEnumerable();

    /// <inheritdoc/>
    protected override CutBatch? Take((TarGroup Group, long Number) record, BatchCutter cutter)
    {
        var (group, number) = record;
        var lineage = new Lineage(Split, number, [], Context.Run);
        if (group.Bytes <= options.MaxSampleBytes.Bytes)
        {
            return cutter.Add(TarSample.Make(group, lineage), number);
        }

        var message = $"{Input.Name}, '{group.Key}': its files have more than the {options.MaxSampleBytes.Bytes} bytes, or the number, that are allowed.";
        return cutter.Add(new DeadLetter(Encoding.UTF8.GetBytes(group.Key), message, Context.Name, null, lineage), number, number + 1);
    }

    private IEnumerable<(TarGroup Group, long Number)> Open(long from)
    {
        using var file = Input.Open();
        using var content = LineStreams.Decompress(file, Input);
        var number = 0L;
        foreach (var group in TarGroups.Read(content, from, options.MaxSampleBytes.Bytes))
        {
            StoredBytes = file.Position;
            if (number >= from)
            {
                yield return (group, number);
            }

            number++;
        }
    }
}
