using System.Text;

namespace Streaming.Parquet.Reading;

/// <summary>The last batches of a split whose file ended, or broke: then the run stops, or what could not be read becomes one dead letter.</summary>
internal sealed class SplitEnding(InputFile input, BadFileAction onBadFile, SourceContext context)
{
    /// <summary>The split.</summary>
    public SplitId Split { get; } = new(context.Name, input.Name);

    /// <summary>Whether a fault speaks of the file: of opening, reading or decompressing it, but not of a store that does not answer.</summary>
    public static bool IsBadFile(Exception e) => e is (IOException and not Tables.StoreUnavailableException) or InvalidDataException or UnauthorizedAccessException or ZstdSharp.ZstdException;

    /// <summary>What is left to give.</summary>
    /// <param name="cutter">What was read.</param>
    /// <param name="fault">Why reading ended, or null where the file did.</param>
    /// <param name="past">Where a broken split stands afterwards.</param>
    /// <exception cref="SourceFaultException">The file broke, and that stops the run.</exception>
    public CutBatch[] Of(BatchCutter cutter, Exception? fault, long past = SplitPositions.Past)
    {
        var full = fault is null ? null : Bury(cutter, fault, past);
        return [.. new[] { full, cutter.Rest(isLast: true) }.OfType<CutBatch>()];
    }

    private CutBatch? Bury(BatchCutter cutter, Exception fault, long past)
    {
        var position = cutter.Next;
        var message = $"{input.FullPath}: {fault.Message}";
        if (onBadFile == BadFileAction.Stop)
        {
            throw new SourceFaultException(Split, position, message, fault);
        }

        var letter = new DeadLetter(Encoding.UTF8.GetBytes(input.FullPath), message, context.Name, fault.ToString(), new(Split, position, [], context.Run));
        return cutter.Add(letter, position, past);
    }
}
