namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>Goes through records, tells how far it is, and stops when asked to.</summary>
internal static class Steps
{
    private const int Chunk = 1 << 16;

    /// <summary>The numbers of the records, from 0; the record itself is the stream's current one.</summary>
    public static IEnumerable<long> Of(IRecordStream records, string what, long total, INgramProgress progress, CancellationToken abort)
    {
        progress.Begin(what, total);
        var at = 0L;
        for (; records.MoveNext(); at++)
        {
            if (at % Chunk == 0)
            {
                abort.ThrowIfCancellationRequested();
                progress.Advance(at == 0 ? 0 : Chunk);
            }

            yield return at;
        }

        progress.Advance(at == 0 ? 0 : ((at - 1) % Chunk) + 1);
    }
}
