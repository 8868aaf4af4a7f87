namespace Streaming.Operators.Tests.Deduplication.Keys;

/// <summary>Whole streams through a deduplicator.</summary>
internal static class Passes
{
    /// <summary>What a pass in batches of seven lets through.</summary>
    public static IReadOnlyList<Sample> InBatches(Operator @operator, IEnumerable<Sample> stream, long memoryLimit = 256L << 20) =>
        InBatchesAsync(@operator, stream, memoryLimit).GetAwaiter().GetResult();

    /// <summary>What passes let through when the operator dies after each of <paramref name="barriers"/> and another goes on from the state saved there.</summary>
    public static IReadOnlyList<Sample> WithCrashes(Func<Operator> make, IReadOnlyList<Sample> stream, IEnumerable<int> barriers, long memoryLimit) =>
        WithCrashesAsync(make, stream, barriers, memoryLimit).GetAwaiter().GetResult();

    private static async Task<IReadOnlyList<Sample>> InBatchesAsync(Operator @operator, IEnumerable<Sample> stream, long memoryLimit)
    {
        await using var driver = await OperatorDriver.OpenAsync(@operator, memoryLimit: memoryLimit);
        foreach (var batch in stream.Chunk(7))
        {
            await driver.ApplyAsync(batch);
        }

        await driver.FinishAsync();
        return driver.Out;
    }

    private static async Task<IReadOnlyList<Sample>> WithCrashesAsync(Func<Operator> make, IReadOnlyList<Sample> stream, IEnumerable<int> barriers, long memoryLimit)
    {
        var book = new StateBook();
        var kept = new List<Sample>();
        var from = 0;
        foreach (var barrier in barriers.Append(stream.Count))
        {
            await using var driver = await OperatorDriver.OpenAsync(make(), state: book, memoryLimit: memoryLimit);
            foreach (var batch in stream.Skip(from).Take(barrier - from).Chunk(5))
            {
                await driver.ApplyAsync(batch);
            }

            driver.Save(book);
            kept.AddRange(driver.Out);

            // Past the barrier, and lost with the crash.
            await driver.ApplyAsync(stream.Skip(barrier).Take(3));
            from = barrier;
        }

        return kept;
    }
}
