using System.Runtime.CompilerServices;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Warc;

/// <summary>Reads one WARC file from a position on.</summary>
internal sealed class WarcSplit(InputFile input, WarcSample maker, WarcSourceOptions options, SourceContext context) : FileSplit<WarcItem>(input, options.OnBadFile, context)
{
    private long _length;

    /// <inheritdoc/>
    protected override bool IsSparse => true;

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<WarcItem> OpenAsync(long from, [EnumeratorCancellation] CancellationToken abort)
    {
        await using var file = Input.Open();
        if (from > file.Length)
        {
            throw new InvalidDataException($"The file was replaced: it has {file.Length} bytes, but {from} were read of it before.");
        }

        // Where there is nothing to seek, records before are read and passed over.
        await using var reader = new WarcReader(file, new((int)options.MaxHeaderBytes.Bytes, (int)options.MaxRecordBytes.Bytes), maker.Wants);
        _ = from == 0 || await reader.TryMoveToAsync(from);
        var begun = reader.StoredPosition;
        while (await reader.ReadAsync(abort) is { } item)
        {
            StoredBytes = reader.StoredPosition - begun;
            if (item.Position >= from)
            {
                yield return item;
            }
        }

        _length = reader.StoredLength;
    }

    /// <inheritdoc/>
    protected override void End(BatchCutter cutter) => cutter.Skip(_length);

    /// <inheritdoc/>
    protected override CutBatch? Take(WarcItem item, BatchCutter cutter)
    {
        cutter.Skip(item.Position);
        if (item.Fault is not null)
        {
            return Bury(item, item.Fault, cutter);
        }

        try
        {
            return maker.Make(item, Split) is { } sample ? cutter.Add(sample, item.Position) : null;
        }
        catch (InvalidDataException e)
        {
            return Bury(item, e, cutter);
        }
    }

    private CutBatch? Bury(WarcItem item, InvalidDataException fault, BatchCutter cutter)
    {
        var payload = item.Content[..Math.Min(item.Content.Length, WarcReader.KeptOfFault)].ToArray();
        var message = $"{Input.Name}, byte {item.Position}{(item.Header?.TargetUri is { } uri ? $", {uri}" : "")}: {fault.Message}";
        var letter = new DeadLetter(payload, message, Context.Name, fault.ToString(), new(Split, item.Position, [], Context.Run));
        return cutter.Add(letter, item.Position, item.Position + 1);
    }
}
